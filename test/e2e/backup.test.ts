/** @module-tag postgres */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test, vi } from 'vitest';
import { startProductionStack, type ProductionStack } from '../../src/stack/stack.ts';
import type { ReservationStateView } from '../../src/api/state-contract.ts';
import { stayOf, steadyZone } from '../support/builders.ts';
import { writeJson } from '../support/local.ts';
import { anOracodeDoor } from '../support/simulator.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);
const door = anOracodeDoor({ timeZone: steadyZone });
const patience = { timeout: 60_000, interval: 300 };

/** The commands that the document gives, in their order. */
const documented = async (): Promise<string[]> => {
  const text = await readFile(new URL('../../docs/backup.md', import.meta.url), 'utf8');
  return [...text.matchAll(/```sh[^\n]*\n([\s\S]*?)```/g)].map(([, block = '']) => block);
};

const shell = async ({ postgres }: ProductionStack, folder: string, commands: string): Promise<void> => {
  await execa('sh', ['-euc', commands], {
    env: {
      PATH: `${postgres.bin}:${process.env['PATH']}`,
      BACKUP: folder,
      PGHOST: '127.0.0.1',
      PGPORT: String(postgres.port),
      PGUSER: postgres.user,
      PGPASSWORD: postgres.password,
    },
  });
};

const call = async <Body>(
  { apiUrl, apiToken }: ProductionStack,
  method: string,
  path: string,
  body?: object,
) => {
  const response = await fetch(`${apiUrl}/v1/reservations/pms/house/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${apiToken}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: (await response.json()) as Body };
};

const isReady = (stack: ProductionStack, path: string) => async () =>
  (await call<ReservationStateView>(stack, 'GET', path)).body.doors?.[0]?.state === 'ready';

const codesOf = async ({ simulatorUrl }: ProductionStack): Promise<string[]> => {
  const { access_codes } = (await (await fetch(`${simulatorUrl}/_sim/state`)).json()) as {
    access_codes: { access_code_id: string }[];
  };
  return access_codes.map(({ access_code_id }) => access_code_id);
};

test('a back-up older than a code is restored, and the run takes the code over instead of making another', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'staykey-backup-'));
  const [backUp = '', restore = ''] = await documented();
  await using stack = await startProductionStack({
    folder,
    worldFile: writeJson('world.json', [door]),
    workers: 1,
    simulatorArgs: ['--setting-after', '100', '--set-after', '300'],
    say,
  });
  const parts = [stack.api, ...stack.workers, stack.temporal];
  const body = { revision: 1, ...stayOf({ arrivesInDays: 1 }), doors: [door.device_id] };

  // A worker that is down when the booking comes: the run exists, and no code yet.
  for (const worker of stack.workers) await worker.stop();
  await call(stack, 'PUT', 'early', body);
  await stack.temporal.stop();
  await shell(stack, folder, backUp);
  for (const part of [stack.temporal, ...stack.workers]) await part.start();
  await vi.waitUntil(isReady(stack, 'early'), patience);
  await call(stack, 'PUT', 'late', body);
  await vi.waitUntil(isReady(stack, 'late'), patience);
  const codes = await codesOf(stack);
  expect(codes).toHaveLength(2);

  for (const part of parts) await part.stop();
  await shell(stack, folder, restore);
  for (const part of parts.reverse()) await part.start();
  await vi.waitUntil(isReady(stack, 'early'), patience);
  expect(await codesOf(stack)).toEqual(codes);

  // What was booked since the back-up is not known any more, until the PMS repeats it: then its code is taken over.
  expect((await call(stack, 'GET', 'late')).status).toBe(404);
  expect((await call(stack, 'PUT', 'late', body)).status).toBe(201);
  await vi.waitUntil(isReady(stack, 'late'), patience);
  expect(await codesOf(stack)).toEqual(codes);
  await rm(folder, { recursive: true, force: true });
});
