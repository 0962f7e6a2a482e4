import type { Client, WorkflowHandle } from '@temporalio/client';
import { expect, test, vi } from 'vitest';
import type { Reservation } from '../../src/domain/reservation.ts';
import { readState } from '../../src/temporal/reservation-states.ts';
import { listRuns } from '../../src/temporal/list-runs.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import { applyReservationUpdate, seamEventSignal } from '../../src/workflows/messages.ts';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { openOwnServer } from '../support/own-server.ts';
import { keyLine, keysOf } from '../support/payload-keys.ts';
import { anOracodeDoor, startSimulator } from '../support/simulator.ts';

const stageRotation = async () => {
  const door = anOracodeDoor({ timeZone: steadyZone });
  const simulator = await startSimulator({ world: [door] });
  const server = await openOwnServer();
  const startWorker = (...ids: string[]) =>
    server.startWorker({
      STAYKEY_PAYLOAD_ENCRYPTION: ids.length > 0 ? '' : 'off',
      STAYKEY_PAYLOAD_KEYS: ids.map(keyLine).join(','),
      SEAM_API_KEY: simulator.apiKey,
      SEAM_ENDPOINT: simulator.url,
      STAYKEY_LOG_LEVEL: 'WARN',
    });
  const book = (guest: string): Reservation =>
    aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: 30 }), guest: { name: guest } });
  const dispose = async () => {
    await server.stop();
    await simulator.close();
  };
  return { server, startWorker, book, [Symbol.asyncDispose]: dispose };
};

test('a run goes on under a new key while the old one is known, waits where it is not, and loses nothing', async () => {
  await using stage = await stageRotation();
  const { server, startWorker, book } = stage;

  const withA = startWorker('a');
  const booked = book('Ada Rivers');
  const { workflowId } = await startReservation(server.clientWith(keysOf('a')), 'staykey', booked);
  await untilPlanned(server.clientWith(keysOf('a')), workflowId);
  await withA.stop();
  const raw = server.clientWith(null).workflow.getHandle(workflowId);
  const before = (await raw.fetchHistory()).events?.length ?? 0;
  expect(await keyIdsOf(raw, 0)).toEqual(['a']);

  const withBoth = startWorker('b', 'a');
  const rotated = server.clientWith(keysOf('b', 'a'));
  const next = { ...booked, revision: 2, stay: stayOf({ arrivesInDays: 40 }) };
  const { outcome } = await rotated.workflow
    .getHandle(workflowId)
    .executeUpdate(applyReservationUpdate, { args: [next] });
  expect(outcome).toBe('accepted');
  await withBoth.stop();
  expect(await keyIdsOf(raw, before)).toEqual(['b']);

  const withB = startWorker('b');
  const unknown = 'A payload is encrypted with key "a", which is not known here: expected one of "b"';
  const forgetful = server.clientWith(keysOf('b')).workflow.getHandle(workflowId);
  await forgetful.signal(seamEventSignal, { eventId: 'e', eventType: 'any', accessCodeId: 'any' });
  await vi.waitUntil(() => server.workerLog.join('\n').includes(unknown), { timeout: 60_000 });
  // What the list shows was written anew with the change, under the key that is known.
  const description = await forgetful.describe();
  expect(description.status.name).toBe('RUNNING');
  await expect(description.staticSummary()).rejects.toThrow(unknown);
  const [listed] = await listRuns(server.clientWith(keysOf('b')), '', 10);
  expect(listed).toMatchObject({ workflowId, execution: 'RUNNING' });
  await withB.stop();

  startWorker('b', 'a');
  const isThere = () =>
    readState(rotated, workflowId).then(
      ({ revision }) => revision === 2,
      () => false,
    );
  await vi.waitUntil(isThere, { timeout: 60_000, interval: 300 });
});

test('a run begun in clear goes on when encryption is switched on, and what it adds is encrypted', async () => {
  await using stage = await stageRotation();
  const { server, startWorker, book } = stage;

  const withoutKeys = startWorker();
  const booked = book('Clara Clearwater');
  const { workflowId } = await startReservation(server.clientWith(null), 'staykey', booked);
  await untilPlanned(server.clientWith(null), workflowId);
  await withoutKeys.stop();
  const raw = server.clientWith(null).workflow.getHandle(workflowId);
  const before = (await raw.fetchHistory()).events?.length ?? 0;
  expect(await keyIdsOf(raw, 0)).toEqual([]);

  startWorker('a');
  const { outcome } = await server
    .clientWith(keysOf('a'))
    .workflow.getHandle(workflowId)
    .executeUpdate(applyReservationUpdate, { args: [{ ...booked, revision: 2 }] });
  expect(outcome).toBe('accepted');
  expect(await keyIdsOf(raw, before)).toEqual(['a']);
});

const untilPlanned = async (client: Client, workflowId: string): Promise<void> => {
  const isPlanned = () =>
    readState(client, workflowId).then(
      ({ doors }) => doors[0]?.state === 'not_yet_due',
      () => false,
    );
  await vi.waitUntil(isPlanned, { timeout: 60_000, interval: 200 });
};

/** Ids of the keys that encrypted what the history holds after so many events. */
const keyIdsOf = async (run: WorkflowHandle, after: number): Promise<string[]> => {
  const { events } = await run.fetchHistory();
  const ids = new Set<string>();
  const gather = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, part] of Object.entries(value)) {
      if (name === 'encryption-key-id') ids.add(Buffer.from(part as Uint8Array).toString());
      else if (!(part instanceof Uint8Array)) gather(part);
    }
  };
  gather(events?.slice(after));
  return [...ids].sort();
};
