import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { interpolate, type Variables } from './interpolate.ts';

const service = z.object({
  entrypoint: z.array(z.string()).default([]),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.union([z.string(), z.number()]).transform(String)).default({}),
  secrets: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  // Of a service that is to run, as against a job: one that fails is given up.
  restart: z
    .string()
    .default('no')
    .transform((restart) => ['always', 'unless-stopped'].includes(restart)),
});

const composeFile = z.object({
  services: z.record(z.string(), service),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});

type ComposeService = z.infer<typeof service>;

/** What of a compose file says how processes are started. */
export interface Compose {
  /** Rejects a name that the file does not have. */
  service: (name: string) => ComposeService;
  /** The file of each secret, by its name. */
  secretFiles: ReadonlyMap<string, string>;
  /** What relative paths in it start from. */
  folder: string;
}

/** @throws when the file can't be read, or has another shape than this reads */
export const readCompose = (file: string, variables: Variables): Compose => {
  const raw: unknown = parse(readFileSync(file, 'utf8'), { merge: true });
  const { services, secrets } = composeFile.parse(replaceIn(raw, variables));
  return {
    service: (name) => {
      const found = services[name];
      if (!found) throw new Error(`${file}: there is no service "${name}"`);
      return found;
    },
    secretFiles: new Map(
      Object.entries(secrets).map(([name, secret]) => [name, resolve(dirname(file), secret.file)]),
    ),
    folder: dirname(file),
  };
};

const replaceIn = (value: unknown, variables: Variables): unknown => {
  if (typeof value === 'string') return interpolate(value, variables);
  if (Array.isArray(value)) return value.map((each) => replaceIn(each, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, replaceIn(each, variables)]));
};
