import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { cacheFolder } from '../../src/temporal/cache.ts';
import { findTemporal, findTemporalBinary } from '../../src/temporal/find-temporal.ts';
import { firstUsable } from '../../src/temporal/first-usable.ts';
import { emptyFolder, fakeCommand, fakeTemporal } from './fake-command.ts';

let onPath: string;
let env: NodeJS.ProcessEnv;
let cached: string;
let said: string[];
const say = (line: string) => said.push(line);

beforeEach(async () => {
  onPath = await emptyFolder();
  env = { PATH: onPath, STAYKEY_CACHE_DIR: await emptyFolder() };
  cached = await cacheFolder(env);
  await mkdir(cached, { recursive: true });
  said = [];
});

test('TEMPORAL_ADDRESS comes before everything else', async () => {
  await fakeTemporal(onPath, '1.32.0');
  const found = await findTemporal({ say, env: { ...env, TEMPORAL_ADDRESS: 'temporal.internal:7233' } });
  expect(found).toEqual({ kind: 'server', address: 'temporal.internal:7233' });
  expect(said).toEqual(['Using the Temporal server at TEMPORAL_ADDRESS=temporal.internal:7233']);
});

test('a command that starts servers is found whatever TEMPORAL_ADDRESS says', async () => {
  const path = await fakeTemporal(onPath, '1.32.0');
  const found = await findTemporalBinary({
    say,
    env: { ...env, TEMPORAL_ADDRESS: 'temporal.internal:7233' },
  });
  expect(found.path).toBe(path);
});

test('the command on PATH comes before the cache', async () => {
  const path = await fakeTemporal(onPath, '1.29.1');
  await fakeTemporal(cached, '1.32.0');
  expect(await findTemporal({ say, env })).toEqual({ kind: 'binary', path, serverVersion: '1.29.1' });
});

test('one that is too old is passed over, with the reason', async () => {
  const old = await fakeTemporal(onPath, '1.31.2');
  const path = await fakeTemporal(cached, '1.32.0');
  expect(await findTemporal({ needs: 'time-skipping', say, env })).toMatchObject({ path });
  expect(said).toEqual([
    `temporal on PATH: ${old} has server 1.31.2; skipping time needs 1.32.0 or newer`,
    `Temporal server 1.32.0: ${path} (earlier build)`,
  ]);
});

test('an earlier download is used where there is no earlier build', async () => {
  const path = await fakeTemporal(cached, '1.31.2', 'temporal-downloaded');
  expect(await findTemporal({ say, env })).toMatchObject({ path });
  expect(said).toEqual([
    'temporal on PATH: there is none',
    `earlier build: no file at ${join(cached, 'temporal')}`,
    `Temporal server 1.31.2: ${path} (earlier download)`,
  ]);
});

test('a broken command is passed over', async () => {
  await fakeCommand(onPath, 'temporal', 'echo >&2 cannot run here; exit 3');
  const path = await fakeTemporal(cached, '1.32.0');
  expect(await findTemporal({ say, env })).toMatchObject({ path });
  expect(said[0]).toMatch(/^temporal on PATH: .*exit code 3/);
});

test('with no way left, one error lists them all and what would help', async () => {
  const old = await fakeTemporal(onPath, '1.31.2');
  const failing = firstUsable(
    [
      { name: 'first', path: () => Promise.reject(new Error('there is none')) },
      { name: 'second', path: () => Promise.resolve(old) },
      { name: 'third', path: () => Promise.reject(new Error('exit 1\nno network')) },
    ],
    { needs: 'time-skipping', say },
  );
  await expect(failing).rejects.toThrow(
    [
      'There is no Temporal server to be had here. Tried, in this order:',
      '  - first: there is none',
      `  - second: ${old} has server 1.31.2; skipping time needs 1.32.0 or newer`,
      '  - third: exit 1',
      '    no network',
      'Any one of these helps:',
    ].join('\n'),
  );
});

test('the cache is $STAYKEY_CACHE_DIR, else $XDG_CACHE_HOME/staykey, one folder per pinned version', async () => {
  const folder = await cacheFolder({ STAYKEY_CACHE_DIR: '/caches/own', XDG_CACHE_HOME: '/caches' });
  expect(folder).toMatch(/^\/caches\/own\/temporal-[0-9a-f]{12}$/);
  expect(dirname(await cacheFolder({ XDG_CACHE_HOME: '/caches' }))).toBe('/caches/staykey');
});
