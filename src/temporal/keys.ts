import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';

/** AES-256. */
const KEY_BYTES = 32;
const ENTRY = 'expected "<id>:<key>", the key 32 random bytes in base64 as `staykey keys new` makes them';

/** The keys that encrypt payloads. As objects: with the same key as bytes Node takes more than twice as long. */
export interface PayloadKeys {
  /** Encrypts what is new. */
  current: { id: string; key: KeyObject };
  /** By id, `current` included: whatever was encrypted with one of them can be read. */
  known: ReadonlyMap<string, KeyObject>;
}

/** What is wrong with a list of keys; each line says where, and never shows a key. */
export class KeysError extends Error {
  override readonly name = 'KeysError';
  readonly problems: string[];

  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/**
 * `<id>:<base64>` entries, one a line or with commas between them; the first is the current one. What follows a `#` at
 * the start of a line is a comment.
 * @throws {KeysError}
 */
export const parsePayloadKeys = (text: string): PayloadKeys => {
  const entries = text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .flatMap((line) => line.split(','))
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const known = new Map<string, KeyObject>();
  const problems = entries.flatMap((entry, index) => {
    const problem = addKey(known, entry);
    return problem === null ? [] : [`key ${index + 1}: ${problem}`];
  });
  if (entries.length === 0) problems.push(`there is no key in it: ${ENTRY}`);
  const [first] = known;
  if (problems.length > 0 || !first) throw new KeysError(problems);
  return { current: { id: first[0], key: first[1] }, known };
};

/** A new line for the list of keys. The id is public: it stands beside every payload it encrypted. */
export const newKeyLine = (now: Date): string => {
  const day = now.toISOString().slice(0, 10);
  return `${day}-${randomBytes(3).toString('hex')}:${randomBytes(KEY_BYTES).toString('base64')}`;
};

const addKey = (known: Map<string, KeyObject>, entry: string): string | null => {
  // Without a colon the whole of it may be the key: it is not quoted.
  const [, id, base64 = ''] = /^([\w.-]{1,64}):(.*)$/.exec(entry) ?? [];
  if (id === undefined) return ENTRY;
  const key = Buffer.from(base64, 'base64');
  // Node skips what is not base64: only what comes out the same was meant.
  if (key.toString('base64') !== base64) return `"${id}" is not base64: ${ENTRY}`;
  if (key.length !== KEY_BYTES) return `"${id}" has ${key.length} bytes: ${ENTRY}`;
  if (new Set(key).size === 1) return `"${id}" is the same byte over and over: ${ENTRY}`;
  if (known.has(id)) return `"${id}" is there twice: expected an id of its own for each key`;
  known.set(id, createSecretKey(key));
  return null;
};
