import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { anOracodeDoor } from '../support/simulator.ts';
import { call, create, getCode } from './seam-calls.ts';

const server = fileURLToPath(new URL('../../simulator/server.ts', import.meta.url));
const door = anOracodeDoor();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'world-'));
});
afterAll(() => rm(folder, { recursive: true }));

const start = (...args: string[]) =>
  spawn(process.execPath, [server, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });

const worldFile = async (contents: string) => {
  const file = join(folder, 'world.json');
  await writeFile(file, contents);
  return file;
};

it('says in one line of JSON where it listens, serves the world, and ends on SIGTERM', async () => {
  const world = await worldFile(JSON.stringify([door]));
  const child = start(
    ...['--world', world, '--api-key', 'seam_mine', '--now', '2026-09-09T12:00:00Z', '--set-after', '0'],
    ...['--setting-after', '0', '--pin-mark', '*'],
  );
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const target = { url: (JSON.parse(line) as { listening: string }).listening, apiKey: 'seam_mine' };
  expect(target.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);

  const { access_code_id, code } = (await create(target, door.device_id)).body.access_code;
  expect(code).toMatch(/^\*\d{6}$/);
  expect((await getCode(target, access_code_id)).status).toBe('set');
  expect((await call(target, '/devices/list')).body.devices).toEqual([door]);

  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

const failureOf = async (...args: string[]) => {
  const child = start(...args);
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const [complaint, [status]] = await Promise.all([text(child.stderr), exit]);
  return { complaint, status };
};

it('ends with one line about a bad world file', async () => {
  const { complaint, status } = await failureOf('--world', await worldFile('[{"name":"x"}]'));
  expect(complaint).toMatch(
    /^\S+world\.json: entry 0: device_id is missing, expected a text that is not empty\n$/,
  );
  expect(status).toBe(1);
});

it.each([
  [['--slot-mismatch', 'rude'], '--slot-mismatch is "rude", expected one of create_error'],
  [['--wrld', 'x'], "Unknown option '--wrld'"],
])('answers %j with what to write instead', async (args, message) => {
  const { complaint, status } = await failureOf(...args);
  expect(complaint).toContain(message);
  expect(status).toBe(1);
});
