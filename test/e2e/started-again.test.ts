import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ReservationStateView } from '../../src/api/state-contract.ts';
import { startProductionStack, type ProductionStack } from '../../src/stack/stack.ts';
import { stayOf, steadyZone } from '../support/builders.ts';
import { writeJson } from '../support/local.ts';
import { anOracodeDoor } from '../support/simulator.ts';

const door = anOracodeDoor({ timeZone: steadyZone });
const stay = stayOf({ arrivesInDays: 40 });

const call = ({ apiUrl, apiToken }: ProductionStack, method: string, body?: object): Promise<Response> =>
  fetch(`${apiUrl}/v1/reservations/pms/house/4711`, {
    method,
    headers: {
      authorization: `Bearer ${apiToken}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

test('a stack that is started again over its data has its jobs done again, and goes on with its runs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'staykey-again-'));
  const worldFile = writeJson('world.json', [door]);
  const started = () =>
    startProductionStack({ folder, worldFile, workers: 1, say: (line) => process.stderr.write(`${line}\n`) });
  {
    await using stack = await started();
    const body = { revision: 1, ...stay, doors: [door.device_id] };
    expect((await call(stack, 'PUT', body)).status).toBe(201);
  }
  {
    await using stack = await started();
    const answer = await call(stack, 'GET');
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as ReservationStateView).doors).toMatchObject([{ state: 'not_yet_due' }]);
  }
  await rm(folder, { recursive: true, force: true });
});
