import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startChild, type Child } from '../../src/local/child-process.ts';
import { startDevServer, type DevServer } from '../../src/temporal/dev-server.ts';
import { readOutgoing } from '../../src/temporal/read-outgoing.ts';
import { readState } from '../../src/temporal/reservation-states.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import { searchAttributeTypes } from '../../src/workflows/search-attributes.ts';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor, startSimulator, type RunningSimulator } from '../support/simulator.ts';
import { temporalForTests } from '../support/temporal-binary.ts';

const workerScript = fileURLToPath(new URL('../../src/worker.ts', import.meta.url));
const say = (line: string) => process.stderr.write(`${line}\n`);
const oracode = anOracodeDoor({ timeZone: steadyZone });
const slotless = anOracodeDoor({ timeZone: steadyZone, timeSlots: [] });

let simulator: RunningSimulator;
let temporal: DevServer;
let connection: Connection;
let client: Client;
let workers: Child[];

beforeEach(async () => {
  workers = [];
  simulator = await startSimulator({ world: [oracode, slotless] });
  const { path } = await temporalForTests();
  temporal = await startDevServer({ binary: path, ui: false, searchAttributes: searchAttributeTypes, say });
  connection = await Connection.connect({ address: temporal.address });
  client = new Client({ connection });
});

afterEach(async () => {
  for (const worker of workers) await worker.stop();
  await connection.close();
  await temporal.stop();
  await simulator.close();
});

const startWorker = (env: Record<string, string> = {}): Child => {
  const worker = startChild('worker', workerScript, {
    env: {
      TEMPORAL_ADDRESS: temporal.address,
      SEAM_API_KEY: simulator.apiKey,
      SEAM_ENDPOINT: simulator.url,
      STAYKEY_LOG_LEVEL: 'WARN',
      ...env,
    },
    say,
  });
  workers.push(worker);
  return worker;
};

const kill = async (worker: Child): Promise<void> => {
  process.kill(worker.pid, 'SIGKILL');
  await worker.unexpectedEnd.catch(() => undefined);
};

/** What a run stands at, for the message of a test that waits for it in vain. */
const pendingOf = async (workflowId: string): Promise<string> => {
  const { pendingActivities, pendingWorkflowTask } = (await client.workflow.getHandle(workflowId).describe())
    .raw;
  return JSON.stringify({ pendingActivities, pendingWorkflowTask });
};

/** A query may still go to a dead worker's own queue, and ends there without an answer. */
const doorIs = (workflowId: string, wanted: string) => () =>
  readState(client, workflowId).then(
    ({ doors }) => doors[0]?.state === wanted,
    () => false,
  );

test('a worker killed in the middle of a create, and started again, ends with one code', async () => {
  // Seam takes its time over the first create, and makes the code although nobody waits for the answer any more.
  simulator.addFault({ kind: 'slow', path: '/access_codes/create', times: 1, delay_ms: 3_000 });
  const creates = () =>
    simulator.state().requests.filter((request) => request.path === '/access_codes/create');
  const first = startWorker();
  const { workflowId } = await startReservation(
    client,
    'staykey',
    aReservation({ doorIds: [oracode.device_id], stay: stayOf({ arrivesInDays: 1 }) }),
  );
  await vi.waitUntil(() => creates().length === 1, { timeout: 30_000 });
  await kill(first);

  const second = startWorker();
  await Promise.race([
    vi.waitUntil(doorIs(workflowId, 'ready'), { timeout: 90_000, interval: 500 }),
    second.unexpectedEnd,
  ]);
  expect(creates()).toHaveLength(1);
  expect(simulator.state().access_codes).toHaveLength(1);
});

test('a deadline that passed while no worker was up is raised when one is, and once', async () => {
  const first = startWorker();
  const warmUp = aReservation({ doorIds: [slotless.device_id], stay: stayOf({ arrivesInDays: 30 }) });
  const warm = await startReservation(client, 'staykey', warmUp);
  await vi.waitUntil(doorIs(warm.workflowId, 'refused'), { timeout: 30_000, interval: 200 });

  // The guest arrives in eight seconds, at a door that can't have a code.
  const arrival = DateTime.now().setZone(steadyZone).plus({ seconds: 8 }).startOf('second');
  const wall = "yyyy-MM-dd'T'HH:mm:ss";
  const stay = { arrival: arrival.toFormat(wall), departure: arrival.plus({ days: 2 }).toFormat(wall) };
  const reservation = aReservation({ doorIds: [slotless.device_id], stay });
  const { workflowId } = await startReservation(client, 'staykey', reservation);
  await vi.waitUntil(doorIs(workflowId, 'refused'), { timeout: 6_000, interval: 100 });
  await kill(first);
  const { runId } = await client.workflow.getHandle(workflowId).describe();
  const raised = async () => {
    const { notices } = await readOutgoing(client, workflowId, runId);
    return notices.filter(({ kind }) => kind === 'deadline');
  };
  await vi.waitUntil(() => Date.now() > arrival.toMillis() + 1_000, { timeout: 15_000 });
  expect(await raised()).toEqual([]);

  const second = startWorker();
  const isRaised = () =>
    client.withDeadline(Date.now() + 10_000, async () =>
      expect(await raised(), await pendingOf(workflowId)).toHaveLength(1),
    );
  await Promise.race([vi.waitFor(isRaised, { timeout: 90_000, interval: 500 }), second.unexpectedEnd]);
  await vi.waitUntil(doorIs(workflowId, 'refused'), { timeout: 30_000, interval: 200 });
  expect(await raised()).toMatchObject([
    { severity: 'high', text: expect.stringContaining('No working code at arrival') as string },
  ]);
});

test('a worker that is told to stop ends in its time also where Temporal does not answer', async () => {
  const worker = startWorker({ STAYKEY_SHUTDOWN_GRACE_MS: '1000' });
  const { workflowId } = await startReservation(
    client,
    'staykey',
    aReservation({ doorIds: [slotless.device_id], stay: stayOf({ arrivesInDays: 1 }) }),
  );
  await vi.waitUntil(doorIs(workflowId, 'refused'), { timeout: 30_000 });
  process.kill(temporal.pid, 'SIGSTOP');
  try {
    const from = performance.now();
    process.kill(worker.pid, 'SIGTERM');
    await expect(worker.unexpectedEnd).rejects.toThrow('worker ended with exit code 0');
    // Left to itself the SDK waits 30 seconds for the server.
    expect(performance.now() - from).toBeLessThan(20_000);
  } finally {
    process.kill(temporal.pid, 'SIGCONT');
  }
});
