import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { expect, test, vi } from 'vitest';
import { startChild } from '../../src/local/child-process.ts';
import { startDevServer } from '../../src/temporal/dev-server.ts';
import { readState } from '../../src/temporal/reservation-states.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import { searchAttributeTypes } from '../../src/workflows/search-attributes.ts';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor, startSimulator } from '../support/simulator.ts';
import { temporalForTests } from '../support/temporal-binary.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);
const workerScript = fileURLToPath(new URL('../../src/worker.ts', import.meta.url));

test('a worker killed in the middle of a create, and started again, ends with one code', async () => {
  const door = anOracodeDoor({ timeZone: steadyZone });
  await using simulator = await startSimulator({ world: [door] });
  const { path } = await temporalForTests();
  const temporal = await startDevServer({
    binary: path,
    ui: false,
    searchAttributes: searchAttributeTypes,
    say,
  });
  const connection = await Connection.connect({ address: temporal.address });
  const client = new Client({ connection });
  const startWorker = () =>
    startChild('worker', workerScript, {
      env: {
        TEMPORAL_ADDRESS: temporal.address,
        SEAM_API_KEY: simulator.apiKey,
        SEAM_ENDPOINT: simulator.url,
        STAYKEY_LOG_LEVEL: 'ERROR',
      },
      say,
    });

  // Seam takes its time over the first create, and makes the code although nobody waits for the answer any more.
  simulator.addFault({ kind: 'slow', path: '/access_codes/create', times: 1, delay_ms: 3_000 });
  const creates = () =>
    simulator.state().requests.filter((request) => request.path === '/access_codes/create');
  const first = startWorker();
  let second: ReturnType<typeof startWorker> | undefined;
  try {
    const { workflowId } = await startReservation(
      client,
      'staykey',
      aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: 1 }) }),
    );
    await vi.waitUntil(() => creates().length === 1, { timeout: 30_000 });
    process.kill(first.pid, 'SIGKILL');
    await first.unexpectedEnd.catch(() => undefined);

    second = startWorker();
    // A query may still go to the dead worker's own queue, and ends there without an answer.
    const isReady = () =>
      readState(client, workflowId).then(
        ({ doors }) => doors[0]?.state === 'ready',
        () => false,
      );
    await vi.waitUntil(isReady, { timeout: 90_000, interval: 500 });
    expect(creates()).toHaveLength(1);
    expect(simulator.state().access_codes).toHaveLength(1);
  } finally {
    await first.stop();
    await second?.stop();
    await connection.close();
    await temporal.stop();
  }
});
