import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const rights = ['read', 'write', 'operate', 'read-pin'] as const;
/**
 * - `read`: states, lists, doors and dry runs. `write`: send and cancel reservations.
 * - `operate`: the levers. `read-pin`: PINs.
 */
export type Right = (typeof rights)[number];

/** One who may call: named in the log, never by the token. */
export interface Caller {
  name: string;
  /** Stands for the token in a session: tells nothing of it, and is another where the token is. */
  mark: string;
  /** Property ids, of whatever source; null: all. */
  properties: ReadonlySet<string> | null;
  rights: ReadonlySet<Right>;
}

const entry = z.strictObject({
  name: z.string().regex(/^[\w.@-]{1,64}$/, 'expected 1 to 64 letters, digits, ".", "_", "@" or "-"'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits'),
  properties: z
    .array(
      z
        .string()
        .regex(
          /^[^"\\]+$/,
          'expected ids without double quotes and backslashes: Temporal can’t look for them',
        ),
    )
    .min(1),
  rights: z.array(z.enum(rights)).min(1),
});
export type TokenEntry = z.output<typeof entry>;

const tokensFile = z
  .array(entry)
  .min(1, 'expected at least one token')
  .superRefine((entries, context) => {
    for (const field of ['name', 'sha256'] as const) {
      const seen = new Set<string>();
      entries.forEach((one, index) => {
        if (seen.has(one[field]))
          context.addIssue({ code: 'custom', path: [index, field], message: 'is there twice' });
        seen.add(one[field]);
      });
    }
  });

export interface FindCaller {
  /** Who holds the presented token; undefined for nobody. */
  (token: string): Caller | undefined;
  /** Who began a session by a token of this mark; undefined once the entry has another token, or is gone. */
  again: (mark: string) => Caller | undefined;
}

/** @throws when the file can't be read or is not an array of entries; says where */
export const readTokens = (file: string): FindCaller => {
  const parsed = tokensFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.success) return findCaller(parsed.data);
  throw new Error(faultsOf(parsed.error));
};

export const findCaller = (entries: readonly TokenEntry[]): FindCaller => {
  const known = entries.map(({ name, sha256, properties, rights: granted }) => ({
    digest: Buffer.from(sha256, 'hex'),
    caller: {
      name,
      mark: markOf(name, sha256),
      properties: properties.includes('*') ? null : new Set(properties),
      rights: new Set(granted),
    },
  }));
  const find = (token: string) => {
    const digest = digestOf(token);
    let found: Caller | undefined;
    // All of them, whichever it is: the time taken tells nothing.
    for (const { digest: stored, caller } of known) if (timingSafeEqual(stored, digest)) found = caller;
    return found;
  };
  const again = (mark: string) => known.find(({ caller }) => caller.mark === mark)?.caller;
  return Object.assign(find, { again });
};

/**
 * A new token, to be shown once, and the entry to keep.
 * @throws when the parts are not those of an entry
 */
export const newToken = (parts: Omit<TokenEntry, 'sha256'>): { token: string; entry: TokenEntry } => {
  const token = `staykey_${randomBytes(32).toString('base64url')}`;
  const parsed = entry.safeParse({ ...parts, sha256: digestOf(token).toString('hex') });
  if (!parsed.success) throw new Error(faultsOf(parsed.error));
  return { token, entry: parsed.data };
};

const faultsOf = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => `at "${path.join('.')}": ${message}`).join('; ');

const markOf = (name: string, sha256: string): string =>
  digestOf(`session of ${name} by ${sha256}`).toString('base64url').slice(0, 22);

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();
