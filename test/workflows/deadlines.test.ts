import { afterEach, beforeEach, expect, test } from 'vitest';
import { NotifyFault } from '../../src/notify/fault.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import {
  applyReservationUpdate,
  holdUpdate,
  markHandledUpdate,
  reissueUpdate,
  releaseUpdate,
} from '../../src/workflows/messages.ts';
import type { reservationWorkflow } from '../../src/workflows/reservation.ts';
import { aReservation, before, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
afterEach(() => stage[Symbol.asyncDispose]());

// Other tests on the same server are other reservations behind the same door: each has a door of its own.
let door: ReturnType<typeof anOracodeDoor>;
beforeEach(() => {
  door = anOracodeDoor({ timeZone: steadyZone, name: 'Front' });
});
const slow = { settingAfterMs: 30 * 86_400_000, setAfterMs: 30 * 86_400_000 };
const deadlines = async () => (await stage.staffNotices()).filter(({ kind }) => kind === 'deadline');

test('a door without a working code is brought up a day before, four hours before and at arrival, louder each time and once', async () => {
  stage = await openStage({ world: [door], ...slow });
  const stay = stayOf({ arrivesInDays: 2, nights: 1 });
  const run = await stage.start(aReservation({ doorIds: [door.device_id], stay }));
  await stage.until(run, ({ state }) => state === 'waiting_until_ready');

  await stage.passTo(run, before(stay.arrival, { hours: 25 }));
  expect(await deadlines()).toEqual([]);
  await stage.passTo(run, before(stay.arrival, { hours: 23 }));
  expect(await deadlines()).toMatchObject([{ severity: 'low' }]);
  await stage.passTo(run, before(stay.arrival, { hours: 3 }));
  await stage.passTo(run, before(stay.arrival, { minutes: -5 }));
  expect((await deadlines()).map(({ severity }) => severity)).toEqual(['low', 'medium', 'high']);

  // Nothing gives up before the departure.
  const { doors } = await stage.passToEnd(run);
  expect(doors[0]?.state).not.toBe('refused');
  expect(await deadlines()).toHaveLength(3);
});

test('a refused stay is told once when it is refused, and again as arrival comes near', async () => {
  stage = await openStage({ world: [door] });
  const stay = stayOf({ arrivesInDays: 4, from: '22:00' });
  const run = await stage.start(aReservation({ doorIds: [door.device_id], stay }));
  await stage.until(run, ({ state }) => state === 'refused');
  await stage.settle(run);
  expect(await stage.staffNotices()).toMatchObject([
    { kind: 'refused', severity: 'low', cause: 'times_do_not_match_slots' },
  ]);

  await stage.passTo(run, before(stay.arrival, { hours: 23 }));
  expect((await stage.staffNotices()).map(({ kind }) => kind)).toEqual(['refused', 'deadline']);
});

test('a working code raises nothing', async () => {
  stage = await openStage({ world: [door] });
  const run = await stage.start(
    aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: 2 }) }),
  );
  await stage.untilReady(run);
  await stage.passToEnd(run);
  expect(await stage.staffNotices()).toEqual([]);
});

test('a booking at the last minute is brought up a few minutes later, once, and then at arrival', async () => {
  stage = await openStage({ world: [door], ...slow });
  const stay = stayOf({ arrivesInDays: 1, from: '16:00' });
  const reservation = aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: 9 }) });
  const run = await stage.start(reservation);
  await stage.until(run, ({ state }) => state === 'not_yet_due');
  await stage.passTo(run, before(stay.arrival, { hours: 2 }));
  // Two hours before the new arrival the stay is moved to it.
  await run.executeUpdate(applyReservationUpdate, { args: [{ ...reservation, revision: 2, stay }] });
  await stage.until(run, ({ state }) => state === 'waiting_until_ready');
  expect(await deadlines()).toEqual([]);
  await stage.passTo(run, before(stay.arrival, { hours: 1 }));
  expect((await deadlines()).map(({ severity }) => severity)).toEqual(['medium']);
  await stage.passTo(run, before(stay.arrival, { minutes: -10 }));
  expect((await deadlines()).map(({ severity }) => severity)).toEqual(['medium', 'high']);
});

test('a booking that no worker came to before its arrival is brought up at once: it was no late booking', async () => {
  stage = await openStage({ world: [door], ...slow });
  const stay = stayOf({ arrivesInDays: 2 });
  const reservation = aReservation({ doorIds: [door.device_id], stay });
  // 16:00:20, and the first worker since the day before yesterday.
  const takenUpAt = Date.parse(before(stay.arrival, { seconds: -20 }));
  const { workflowId } = await startReservation(stage.client, stage.taskQueue, reservation, {
    startDelay: takenUpAt - Date.now(),
  });
  const run = stage.client.workflow.getHandle<typeof reservationWorkflow>(workflowId);
  await stage.passTo(run, before(stay.arrival, { minutes: -1 }));
  expect(await deadlines()).toMatchObject([{ severity: 'high', doorId: door.device_id }]);
});

test('a door that somebody sees to by hand raises no deadline', async () => {
  stage = await openStage({ world: [door], ...slow });
  const stay = stayOf({ arrivesInDays: 3 });
  const run = await stage.start(aReservation({ doorIds: [door.device_id], stay }));
  await stage.until(run, ({ state }) => state === 'waiting_until_ready');
  await run.executeUpdate(markHandledUpdate, {
    args: [{ doorId: door.device_id, note: 'Kim meets the guest' }],
  });
  await stage.until(run, ({ state }) => state === 'handled_by_hand');
  await stage.passToEnd(run);
  expect(await deadlines()).toEqual([]);
});

test('a code that nobody would be told of is brought up at arrival, while the message is tried on, and once', async () => {
  stage = await openStage({ world: [door] });
  let isDown = true;
  stage.whenTold(async () => {
    if (isDown) throw new NotifyFault('guest_email', 'the mail server is down');
  });
  const stay = stayOf({ arrivesInDays: 9 });
  const run = await stage.start(aReservation({ doorIds: [door.device_id], stay }));
  await stage.until(run, ({ state }) => state === 'not_yet_due');
  await run.executeUpdate(holdUpdate, { args: [{ doorId: door.device_id }] });
  await stage.settle(run);
  await stage.passTo(run, before(stay.arrival, { minutes: 20 }));
  await run.executeUpdate(releaseUpdate, { args: [{ doorId: door.device_id }] }); // 15:40: the mail server is down, and will be tried until 17:23
  await stage.untilReady(run);
  await stage.settle(run);
  await stage.passTo(run, before(stay.arrival, { minutes: 1 }));
  const untold = async () => (await deadlines()).filter(({ cause }) => cause === 'untold');
  expect(await untold()).toEqual([]);

  await stage.passTo(run, before(stay.arrival, { minutes: -5 }));
  expect(await untold()).toMatchObject([{ severity: 'high', doorId: door.device_id }]);
  isDown = false;
  await stage.passTo(run, before(stay.arrival, { hours: -2 }));
  expect(stage.told).toHaveLength(1);
  expect(await untold()).toHaveLength(1);
});

test('another code in the middle of a stay whose guest was told in time raises no deadline', async () => {
  stage = await openStage({ world: [door] });
  const stay = stayOf({ arrivesInDays: 2 });
  const run = await stage.start(aReservation({ doorIds: [door.device_id], stay }));
  await stage.untilReady(run);
  await stage.settle(run);
  await stage.passTo(run, before(stay.arrival, { hours: -3 }));
  await run.executeUpdate(reissueUpdate, { args: [{ doorId: door.device_id }] });
  await stage.until(run, (at) => at.state === 'ready' && stage.told.length === 2);
  await stage.settle(run);
  expect(await deadlines()).toEqual([]);
});
