import { realpath } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { findPostgres } from '../../src/stack/find-postgres.ts';
import { emptyFolder, fakeCommand } from '../temporal/fake-command.ts';

const withServer = async (): Promise<string> => {
  const folder = await realpath(await emptyFolder());
  for (const program of ['initdb', 'postgres']) await fakeCommand(folder, program, 'exit 0');
  return folder;
};

test('the folder that is named wins over PATH', async () => {
  const named = await withServer();
  expect(await findPostgres({ STAYKEY_POSTGRES_BIN: named, PATH: await withServer() })).toBe(named);
});

test('a named folder without a server is refused with its name', async () => {
  const folder = await emptyFolder();
  await expect(findPostgres({ STAYKEY_POSTGRES_BIN: folder })).rejects.toThrow(
    `STAYKEY_POSTGRES_BIN=${folder}: expected a folder with initdb, postgres`,
  );
});

test('a folder of PATH must hold the whole server, not one of its programs', async () => {
  const half = await emptyFolder();
  await fakeCommand(half, 'initdb', 'exit 0');
  const whole = await withServer();
  expect(await findPostgres({ PATH: `${half}:${whole}` })).toBe(whole);
});
