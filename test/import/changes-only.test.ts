import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SeenReservation } from '../../src/domain/compare-row.ts';
import { whole } from '../../src/domain/completeness.ts';
import { emptyPage } from '../../src/domain/feed-ledger.ts';
import { feedLedgerWorkflowId } from '../../src/domain/ids.ts';
import { planImport } from '../../src/domain/plan-import.ts';
import type { Reservation } from '../../src/domain/reservation.ts';
import { cancelMissing } from '../../src/temporal/cancel-missing.ts';
import { carryOutImport } from '../../src/temporal/carry-out-import.ts';
import { changeLedger, readLedger } from '../../src/temporal/feed-ledger.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import { reservationStateQuery } from '../../src/workflows/messages.ts';
import { stayOf, steadyZone } from '../support/builders.ts';
import { openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
let feedId: string;
let sent: Reservation[];
beforeEach(async () => {
  stage = await openStage({});
  feedId = `feed-${randomUUID()}`;
  sent = [];
});
afterEach(() => stage[Symbol.asyncDispose]());

const rowsOf = (count: number): SeenReservation[] =>
  Array.from({ length: count }, (_, index) => ({
    source: feedId,
    propertyId: 'beach-house',
    reservationId: `R${index}`,
    status: 'confirmed',
    stay: stayOf({ arrivesInDays: 30 + (index % 100) }),
    timeZone: steadyZone,
    doorIds: ['door-1'],
    guest: {},
    contentHash: `${index}/1`,
  }));

// Runs of their own on the real server, that no worker takes up: this is about what reaches them.
const send = (reservation: Reservation) => {
  sent.push(reservation);
  return startReservation(stage.client, `${stage.taskQueue}-nobody`, reservation);
};

type Send = (reservation: Reservation) => Promise<unknown>;
const cancel = (workflowId: string, revision: number) => cancelMissing(stage.client, workflowId, revision);
const absence = { strikes: 2, leastMinutes: 0, shrinkShare: 0.3, shrinkLeast: 3 };
const feed = (rows: SeenReservation[]) => ({ rows, passedOver: [], bad: [], completeness: whole });

const importRows = async (rows: SeenReservation[], sending: Send = send) => {
  sent = [];
  const { client, taskQueue } = stage;
  const pages = await readLedger(client, feedId);
  const plan = planImport(feed(rows), pages, { absence, nowMs: Date.now() });
  return carryOutImport({ client, taskQueue, feedId, send: sending, cancel }, pages, plan);
};

const eventsOf = async (workflowId: string) =>
  (await stage.client.workflow.getHandle(workflowId).describe()).historyLength;

test('a thousand rows are sent once; unchanged they cost no message; of 1 % changed, each costs one', async () => {
  const rows = rowsOf(1_000);
  expect(await importRows(rows)).toEqual([]);
  expect(sent).toHaveLength(1_000);
  const ledgerEvents = await eventsOf(feedLedgerWorkflowId(feedId, 0));

  await importRows(rows);
  expect(sent).toEqual([]);
  expect(await eventsOf(feedLedgerWorkflowId(feedId, 0))).toBe(ledgerEvents);

  const changed = rows.map((row, index) => (index % 100 === 7 ? { ...row, contentHash: `${index}/2` } : row));
  await importRows(changed);
  expect(sent.map(({ reservationId }) => reservationId)).toEqual(
    Array.from({ length: 10 }, (_, index) => `R${index * 100 + 7}`),
  );
  // One signal with its start, and one signal more.
  const historyOf = (id: string) => eventsOf(`reservation/${feedId}/beach-house/${id}`);
  expect((await historyOf('R107')) - (await historyOf('R108'))).toBe(1);
});

test('an import that broke off leaves what it may not have sent to the next one, with the same revision', async () => {
  const rows = rowsOf(3);
  const failing = (reservation: Reservation) =>
    reservation.reservationId === 'R1' ? Promise.reject(new Error('no')) : send(reservation);
  expect(await importRows(rows, failing)).toEqual([
    { workflowId: `reservation/${feedId}/beach-house/R1`, message: 'no' },
  ]);
  const [page] = await readLedger(stage.client, feedId);
  const written = page?.entries[`reservation/${feedId}/beach-house/R1`];
  expect(written?.isUnsent).toBe(true);
  await importRows(rows);
  expect(sent).toMatchObject([{ reservationId: 'R1', revision: written?.revision }]);
  await importRows(rows);
  expect(sent).toEqual([]);
});

test('of two imports of one feed at the same time, the second is refused before it sends', async () => {
  const { client, taskQueue } = stage;
  await importRows(rowsOf(1));
  const pages = await readLedger(client, feedId);
  const plan = planImport(feed(rowsOf(2)), pages, { absence, nowMs: Date.now() });
  await importRows(rowsOf(3));
  sent = [];
  await expect(
    carryOutImport({ client, taskQueue, feedId, send, cancel }, pages, plan),
  ).rejects.toMatchObject({
    cause: { message: expect.stringContaining('another import of this feed is under way') as string },
  });
  expect(sent).toEqual([]);
});

test('a page that somebody terminated is gone on with', async () => {
  await importRows(rowsOf(2));
  await stage.client.workflow.getHandle(feedLedgerWorkflowId(feedId, 0)).terminate('by mistake');
  await importRows(rowsOf(3));
  expect(sent.map(({ reservationId }) => reservationId)).toEqual(['R2']);
  await importRows(rowsOf(3));
  expect(sent).toEqual([]);
});

test('a page that is lost hides none behind it: what is there is not sent again', async () => {
  const { client, taskQueue } = stage;
  const rows = rowsOf(3);
  await importRows(rows);
  const [page] = await readLedger(client, feedId);
  if (!page) throw new Error('expected a page');
  const last = `reservation/${feedId}/beach-house/R2`;
  const moved = page.entries[last];
  if (!moved) throw new Error('expected an entry');
  await changeLedger(client, taskQueue, { feedId, number: 0, page }, { forget: [last] });
  const third = { feedId, number: 2, page: emptyPage() };
  await changeLedger(client, taskQueue, third, { put: { [last]: moved } });

  expect((await readLedger(client, feedId)).map(({ entries }) => Object.keys(entries).length)).toEqual([
    2, 0, 1,
  ]);
  await importRows(rows);
  expect(sent).toEqual([]);
});

test('what is gone is one message to its run, and its run is cancelled', async () => {
  const { client, taskQueue } = stage;
  const sendToWorker: Send = (reservation) => startReservation(client, taskQueue, reservation);
  await importRows(rowsOf(5), sendToWorker);
  const run = client.workflow.getHandle(`reservation/${feedId}/beach-house/R4`);
  await importRows(rowsOf(4));
  expect((await run.query(reservationStateQuery)).status).not.toBe('cancelled');
  await importRows(rowsOf(4));
  await expect
    .poll(async () => (await run.query(reservationStateQuery)).status, { timeout: 20_000 })
    .toBe('cancelled');
  await importRows(rowsOf(4));
  const { events } = await run.fetchHistory();
  const signals = events?.filter(({ workflowExecutionSignaledEventAttributes: signal }) => signal) ?? [];
  expect(signals.map((event) => event.workflowExecutionSignaledEventAttributes?.signalName)).toEqual([
    'reservation',
    'cancelReservationLater',
  ]);
});
