import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { LIST_MEMO, memoAtStart, readListMemo, type ListMemo } from '../../src/domain/list-memo.ts';
import type { Reservation } from '../../src/domain/reservation.ts';
import { runOptions } from '../../src/temporal/run-options.ts';
import {
  applyReservationUpdate,
  cancelReservationUpdate,
  markHandledUpdate,
  retryUpdate,
} from '../../src/workflows/messages.ts';
import { aReservation, before, instantOf, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { openStage, type ReservationHandle, type Stage } from '../support/stage.ts';

const front = anOracodeDoor({ timeZone: steadyZone, name: 'Front' });
const timeZone = steadyZone;
const farAhead = stayOf({ arrivesInDays: 20 });

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ world: [front] });
});
afterAll(() => stage[Symbol.asyncDispose]());

const booked = (parts: Partial<Reservation> = {}) =>
  aReservation({ doorIds: [front.device_id], stay: farAhead, timeZone, ...parts });
const memoOf = async (run: ReservationHandle): Promise<ListMemo | null> =>
  readListMemo((await run.describe()).memo?.[LIST_MEMO]);
const upsertsOf = async (run: ReservationHandle): Promise<number> =>
  ((await run.fetchHistory()).events ?? []).filter((event) => event.workflowPropertiesModifiedEventAttributes)
    .length;
const start = async (reservation: Reservation): Promise<ReservationHandle> => {
  const run = await stage.start(reservation);
  await stage.settle(run);
  return run;
};
const change = async (run: ReservationHandle, next: Reservation) => {
  await run.executeUpdate(applyReservationUpdate, { args: [next] });
  await stage.settle(run);
};

test('a quiet run lives with the memo it was started with: no event is spent on it', async () => {
  const reservation = booked({ stay: stayOf({ arrivesInDays: 2 }) });
  const run = await start(reservation);
  await stage.untilReady(run);
  expect(await memoOf(run)).toEqual(memoAtStart(reservation));
  expect(await upsertsOf(run)).toBe(0);
});

test('a guest with another name is listed by it at once', async () => {
  const reservation = booked();
  const run = await start(reservation);
  await change(run, { ...reservation, revision: 2, guest: { name: 'Béla Bartók' } });
  expect(await memoOf(run)).toMatchObject({ guestName: 'Béla Bartók', stay: farAhead });
  expect(await upsertsOf(run)).toBe(1);
});

test('another stay is listed, with all that is known of the door by then', async () => {
  const reservation = booked();
  const run = await start(reservation);
  const stay = stayOf({ arrivesInDays: 30 });
  await change(run, { ...reservation, revision: 2, stay });
  expect(await memoOf(run)).toEqual({
    guestName: 'Ada Rivers',
    stay,
    timeZone,
    doors: [
      {
        doorId: front.device_id,
        name: 'Front',
        opensAt: instantOf(stay.arrival),
        closesAt: instantOf(stay.departure),
        trouble: null,
      },
    ],
    liveCodes: [],
  });
  expect(await upsertsOf(run)).toBe(1);
});

test('what is wrong is listed in full, until it is mended', async () => {
  const gone = anOracodeDoor({ timeZone: steadyZone, name: 'Side' });
  const reservation = booked({ doorIds: [gone.device_id] });
  const run = await start(reservation);
  const text = `Seam knows no device "${gone.device_id}"; expected the id of a door in this workspace.`;
  expect((await memoOf(run))?.doors).toMatchObject([
    { doorId: gone.device_id, trouble: { kind: 'refused', text } },
  ]);

  await change(run, { ...reservation, revision: 2, doorIds: [front.device_id] });
  expect((await memoOf(run))?.doors).toMatchObject([
    { doorId: front.device_id, name: 'Front', trouble: null },
  ]);
  await run.executeUpdate(retryUpdate, { args: [{}] });
  await stage.settle(run);
  expect(await upsertsOf(run)).toBe(2);
});

test('a door somebody sees to is told from one with a code', async () => {
  const run = await start(booked());
  await run.executeUpdate(markHandledUpdate, {
    args: [{ doorId: front.device_id, note: 'keys at the bar' }],
  });
  await stage.settle(run);
  const trouble = { kind: 'handled_by_hand', text: 'Handled manually: keys at the bar' };
  expect((await memoOf(run))?.doors).toMatchObject([{ trouble }]);
});

test('a live code nobody wants is listed from the cancellation on, and such a run replays', async () => {
  const run = await start(booked({ stay: stayOf({ arrivesInDays: 3 }) }));
  const { doors } = await stage.untilReady(run);
  await run.executeUpdate(cancelReservationUpdate, { args: [{ revision: 2 }] });
  await stage.settle(run);
  const { accessCodeId, startsAt, endsAt } = doors[0]?.code ?? {};
  expect((await memoOf(run))?.liveCodes).toEqual([
    { doorId: front.device_id, accessCodeId, startsAt, endsAt },
  ]);

  const workflowBundle = { codePath: inject('workflowBundle') };
  await Worker.runReplayHistory({ workflowBundle }, await run.fetchHistory(), run.workflowId);
});

test('a run from before there were memos has one from its next step on', async () => {
  const reservation = booked();
  const options = { ...runOptions(stage.taskQueue, reservation, Date.now()), memo: {}, args: [reservation] };
  const { workflowId } = await stage.client.workflow.start('reservationWorkflow', options);
  const run: ReservationHandle = stage.client.workflow.getHandle(workflowId);
  await stage.settle(run);
  expect(await memoOf(run)).toMatchObject({ guestName: 'Ada Rivers', doors: [{ name: 'Front' }] });
  expect(await upsertsOf(run)).toBe(1);
});

test('that Seam can’t be reached is listed while it lasts, and when it is asked again is known', async () => {
  const run = await start(booked());
  stage.simulator.addFault({ kind: 'outage' });
  await stage.passTo(run, before(farAhead.arrival, { days: 6, hours: 23 }));
  await stage.pass(run, '10 minutes');
  const isUnreachable = async () => (await memoOf(run))?.doors[0]?.trouble?.kind === 'seam_unreachable';
  await vi.waitUntil(isUnreachable, { timeout: 30_000, interval: 100 });
  await stage.settle(run);
  const { doors } = await stage.stateOf(run);
  expect(doors[0]?.askedAgainAt).toMatch(/^\d{4}-.*Z$/);

  stage.simulator.clearFaults();
  await stage.pass(run, '2 hours');
  const { doors: after } = await stage.untilReady(run);
  expect(after[0]).not.toHaveProperty('askedAgainAt');
  expect((await memoOf(run))?.doors).toMatchObject([{ name: 'Front', trouble: null }]);
});
