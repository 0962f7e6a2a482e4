import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type * as Installed from '../../src/client/index.ts';
import { startApiProcesses, type ApiProcesses } from '../support/api-processes.ts';
import { skipWhenIdle } from '../../src/temporal/virtual-time.ts';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { docsExample } from '../support/docs-example.ts';
import { anOracodeDoor, startSimulator, type RunningSimulator } from '../support/simulator.ts';

const project = mkdtempSync(join(tmpdir(), 'staykey-pms-'));
const door = anOracodeDoor({ timeZone: steadyZone });
const stay = stayOf({ arrivesInDays: 1 });
// What the pages say, and what is a day away from now.
const today = {
  '2026-12-01T16:00': stay.arrival,
  '2026-12-05T10:00': stay.departure,
  '11111111-1111-1111-1111-444444444444': door.device_id,
};

// How docs/client.md and docs/pms-guide.md install it.
let simulator: RunningSimulator;
let api: ApiProcesses;
beforeAll(async () => {
  await execa('npm', ['run', 'build']);
  const packed = await execa('npm', ['pack', './dist', '--json', '--pack-destination', project]);
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await execa('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${filename}`], { cwd: project });

  simulator = await startSimulator({ world: [door], settingAfterMs: 0, setAfterMs: 0 });
  api = await startApiProcesses(simulator);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await simulator[Symbol.asyncDispose]();
  rmSync(project, { recursive: true });
});

const installed = join(project, 'node_modules/staykey');
const importInstalled = async () =>
  (await import(pathToFileURL(join(installed, 'client/index.js')).href)) as typeof Installed;

/** As a project has its dependencies, without asking a registry for them. */
const borrow = (...packages: string[]) => {
  for (const name of packages) {
    const to = join(project, 'node_modules', name);
    mkdirSync(join(to, '..'), { recursive: true });
    symlinkSync(resolve('node_modules', name), to);
  }
};

const compile = (options: object, ...files: string[]) => {
  const config = {
    compilerOptions: { strict: true, target: 'es2022', skipLibCheck: false, types: [], ...options },
    files,
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(config));
  return execa(resolve('node_modules/.bin/tsc'), ['-p', project], { reject: false });
};

describe('the package', () => {
  test('brings nothing else with it, and no command', () => {
    expect(readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'staykey',
    ]);
    expect(readdirSync(installed).sort()).toEqual(['LICENSE', 'README.md', 'client', 'package.json']);
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as object;
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('bin');
  });

  test.each([
    ['nodenext', { module: 'nodenext' }],
    ['bundler', { module: 'esnext', moduleResolution: 'bundler' }],
  ])('has types of its own, resolved as %s does', async (_name, options) => {
    const code = `
      import { createClient, isStale, type ReservationState } from 'staykey/client';
      const client = createClient({ baseUrl: 'https://staykey.example.com', token: 't' });
      const key = { source: 's', propertyId: 'p', reservationId: 'r' };
      export const states: ReservationState['doors'][number]['state'][] = [];
      export const tries = async (error: unknown) => {
        const put = await client.putReservation(key, { revision: 1, arrival: 'a', doors: [] });
        if (put.outcome !== 'queued') states.push(...put.state.doors.map(({ state }) => state));
        for await (const { reservationId } of client.listReservations()) reservationId.trim();
        if (isStale(error)) error.revision.toFixed();
        // @ts-expect-error: without a revision nobody could tell what is newer
        await client.putReservation(key, { arrival: 'a', doors: [] });
        // @ts-expect-error: a PIN is text
        (await client.readAccessCodes(key)).accessCodes[0]?.pin?.toFixed();
      };`;
    writeFileSync(join(project, 'typed.ts'), code);
    const lib = ['es2022', 'dom', 'dom.iterable'];
    const { exitCode, stdout } = await compile({ ...options, lib, noEmit: true }, 'typed.ts');
    expect([exitCode, stdout]).toEqual([0, '']);
  });
});

describe('against the API, its worker and a simulated Seam', () => {
  test('the example of docs/client.md compiles and does what it says', async () => {
    borrow('@types/node', 'undici-types');
    writeFileSync(join(project, 'example.ts'), docsExample('docs/client.md', 'An example', today));
    const options = { module: 'nodenext', types: ['node'], skipLibCheck: true };
    const compiled = await compile(options, 'example.ts');
    expect([compiled.exitCode, compiled.stdout]).toEqual([0, '']);

    const env = { STAYKEY_URL: api.url, STAYKEY_TOKEN: api.tokens.all };
    const { stdout } = await execa(process.execPath, ['example.js'], { cwd: project, env, timeout: 60_000 });
    const printed = stdout.split('\n');
    expect(printed.slice(0, 2)).toEqual(['possible: true', 'put: started']);
    expect(printed[2]).toMatch(/^door: ready /);
    expect(printed.slice(3, 5)).toEqual(['stale: revision 3 is followed', 'code: serves has a PIN']);
    expect(printed[5]).toMatch(/^live: (low|medium) .*let_expire$/);
  });

  test('PINs are read with the right to them, and refused without', async () => {
    const { createClient, isStaykeyError } = await importInstalled();
    const clientWith = (token: string) => createClient({ baseUrl: api.url, token });
    const key = aReservation({ doorIds: [], stay });
    const client = clientWith(api.tokens.withoutPins);
    await client.putReservation(key, { revision: 1, ...stay, doors: [door.device_id] });
    await vi.waitUntil(async () => (await client.getReservation(key)).status === 'ready', {
      timeout: 60_000,
      interval: 500,
    });

    const { accessCodes } = await clientWith(api.tokens.all).readAccessCodes(key);
    const made = simulator.state().access_codes.find(({ name }) => name?.includes(key.reservationId));
    expect(accessCodes).toMatchObject([
      { doorId: door.device_id, accessCodeId: made?.access_code_id, role: 'serves', pin: made?.code },
    ]);
    expect(accessCodes[0]?.pin).toMatch(/\d{4}/);

    const refused: unknown = await client.readAccessCodes(key).catch((error: unknown) => error);
    expect(isStaykeyError(refused) && [refused.status, refused.type, refused.detail]).toEqual([
      403,
      'urn:staykey:problem:forbidden',
      'Token "without-pins" lacks the right "read-pin".',
    ]);
  });

  test('levers, doors, dry runs, lists and refusals come through as they are meant', async () => {
    const { createClient, isRefused, isRevisionReused, isUnknownReservation } = await importInstalled();
    const client = createClient({ baseUrl: api.url, token: api.tokens.all });
    const key = { ...aReservation({ doorIds: [], stay }), propertyId: `Ünit ${Date.now()} & co` };
    const doorId = door.device_id;
    const far = stayOf({ arrivesInDays: 60 });
    const fault = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);

    expect(isUnknownReservation(await fault(client.getReservation(key)))).toBe(true);
    await client.putReservation(key, { revision: 5, ...far, doors: [doorId], timeZone: steadyZone });
    const reused = await fault(client.putReservation(key, { revision: 5, ...stay, doors: [doorId] }));
    expect(isRevisionReused(reused) && reused.revision).toBe(5);

    const untilIts = (wanted: string) =>
      vi.waitUntil(async () => (await client.getReservation(key)).doors[0]?.state === wanted, {
        timeout: 20_000,
        interval: 100,
      });
    // Held before it is due, and still when it is.
    await client.hold(key);
    await client.putReservation(key, { revision: 6, ...stay, doors: [doorId] });
    await untilIts('on_hold');
    await client.release(key, { doorId });
    await untilIts('ready');
    expect((await client.reissue(key, { doorId })).warning).toMatch(/ stays live until /);
    await client.markHandled(key, { doorId, note: 'The key is under the mat' });
    await untilIts('handled_by_hand');
    const choice = { noticeId: 'no such notice', option: 'let_expire' as const };
    expect(isRefused(await fault(client.acknowledge(key, choice)))).toBe(true);

    const impossible = await client.validate(key, { ...stay, departure: null, doors: [doorId] });
    expect([impossible.isPossible, impossible.doors[0]?.plan.problems[0]?.reason]).toEqual([
      false,
      'ongoing_not_supported',
    ]);
    expect((await client.listDoors()).doors.map((one) => one.doorId)).toEqual([doorId]);
    expect(await client.getDoor(doorId)).toMatchObject({ doorId, isOracode: true, timeZone: steadyZone });

    const listed = () => Array.fromAsync(client.listReservations({ property: key.propertyId, limit: 1 }));
    await vi.waitUntil(async () => (await listed()).length === 1, { timeout: 20_000, interval: 250 });
    expect(await listed()).toMatchObject([{ reservationId: key.reservationId, doorIds: [doorId] }]);
  });
});

test('the way straight to Temporal, as docs/client.md has it, starts a run once and none after its end', async () => {
  const far = stayOf({ arrivesInDays: 60 });
  borrow('@temporalio/client', '@temporalio/common');
  const code = docsExample('docs/client.md', 'Straight to Temporal', {
    ...today,
    '2026-12-01T16:00': far.arrival,
    '2026-12-05T10:00': far.departure,
  });
  writeFileSync(join(project, 'direct.ts'), code);
  const compiled = await compile({ module: 'nodenext', types: ['node'], skipLibCheck: true }, 'direct.ts');
  expect([compiled.exitCode, compiled.stdout]).toEqual([0, '']);
  const run = async () => {
    const env = { TEMPORAL_ADDRESS: api.temporalAddress };
    const { stdout } = await execa(process.execPath, ['direct.js'], { cwd: project, env, timeout: 60_000 });
    return stdout.split('\n');
  };

  expect(await run()).toEqual(['told: true', 'answer: dropped, revision 3 is followed']);
  const { createClient } = await importInstalled();
  const staykey = createClient({ baseUrl: api.url, token: api.tokens.all });
  const key = { source: 'hostaway', propertyId: 'beach-house', reservationId: '4712' };
  expect(await staykey.getReservation(key)).toMatchObject({ ...key, revision: 3, stay: far });
  const listed = () => Array.fromAsync(staykey.listReservations({ property: key.propertyId }));
  await vi.waitUntil(async () => (await listed()).some(({ reservationId }) => reservationId === '4712'), {
    timeout: 20_000,
    interval: 250,
  });

  // Once the departure would have been the run is over, and what comes late begins no other.
  await staykey.cancelReservation(key, { revision: 4 });
  const connection = await Connection.connect({ address: api.temporalAddress });
  await skipWhenIdle(new Client({ connection }), 'reservation/hostaway/beach-house/4712');
  await connection.close();
  await vi.waitUntil(async () => (await run()).join() === 'told: false,answer: over', { timeout: 20_000 });
  expect(await staykey.getReservation(key)).toMatchObject({ revision: 4, status: 'cancelled' });
});
