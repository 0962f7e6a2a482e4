import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Compose } from './compose-file.ts';

/** Makes the secrets as operations/make-secrets.sh does, where they are not there yet: what they encrypted must stay readable. */
export const makeSecrets = async (compose: Compose, folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await execa('sh', [join(compose.folder, 'operations/make-secrets.sh'), folder]);
};

export const readSecret = async (compose: Compose, name: string): Promise<string> =>
  (await readFile(fileOf(compose, name), 'utf8')).trim();

/** A part reads it when it starts. */
export const writeSecret = (compose: Compose, name: string, value: string): Promise<void> =>
  writeFile(fileOf(compose, name), value);

/** Of variables those that are secrets of the compose file, whose files have the variables' names in small letters. */
export const isSecret = (compose: Compose, variable: string): boolean =>
  compose.secretFiles.has(variable.toLowerCase());

export const fileOf = (compose: Compose, name: string): string => {
  const file = compose.secretFiles.get(name);
  if (file === undefined) throw new Error(`The compose file has no secret "${name}"`);
  return file;
};
