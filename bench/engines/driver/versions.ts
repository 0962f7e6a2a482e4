import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { findPostgres } from '../../../src/stack/find-postgres.ts';
import { commandPath } from '../../../src/stack/temporal.ts';

const lockFiles = [
  [
    'package-lock.json',
    ['@dbos-inc/dbos-sdk', '@restatedev/restate-server', '@restatedev/restate-sdk', 'pg-boss'],
  ],
  ['../../package-lock.json', ['@temporalio/worker', '@seamapi/http']],
] as const;

/** Of all that took part. */
export const versionsOf = async (): Promise<(readonly [name: string, version: string])[]> => {
  const locked = lockFiles.map(async ([file, names]) => {
    const text = await readFile(join(import.meta.dirname, '..', file), 'utf8');
    const { packages } = JSON.parse(text) as { packages: Record<string, { version: string }> };
    return names.map((name) => [name, packages[`node_modules/${name}`]?.version ?? 'unknown'] as const);
  });
  const postgres = await firstLine(join(await findPostgres(process.env), 'postgres'));
  const temporal = await firstLine(await commandPath('temporal-server', { say: () => undefined }));
  return [
    ...(await Promise.all(locked)).flat(),
    ['PostgreSQL', lastWord(postgres)],
    ['Temporal', lastWord(temporal)],
  ];
};

const firstLine = async (command: string): Promise<string> =>
  (await execa(command, ['--version'])).stdout.split('\n')[0] ?? '';

// "postgres (PostgreSQL) 15.1 (Debian …)", "temporal version 1.32.0".
const lastWord = (line: string): string => /\d+(\.\d+)+/.exec(line)?.[0] ?? line;
