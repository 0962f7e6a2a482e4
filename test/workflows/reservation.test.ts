import { afterEach, expect, test } from 'vitest';
import {
  applyReservationUpdate,
  cancelReservationUpdate,
  retryUpdate,
  seamEventSignal,
} from '../../src/workflows/messages.ts';
import { aReservation, before, instantOf, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor, aTimeSlot } from '../support/simulator.ts';
import { codesMade, openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
afterEach(() => stage[Symbol.asyncDispose]());

const aDoor = (parts: Parameters<typeof anOracodeDoor>[0] = {}) =>
  anOracodeDoor({ timeZone: steadyZone, ...parts });
const guestSlot = (from: string, to: string) =>
  aTimeSlot({
    zone: steadyZone,
    name: `Guest ${from}-${to}`,
    check_in_time: `${from}:00[${steadyZone}]`,
    check_out_time: `${to}:00[${steadyZone}]`,
  });

test('a stay far ahead gets its code when the issue window opens, and not a day before', async () => {
  const door = aDoor();
  stage = await openStage({ world: [door] });
  const stay = stayOf({ arrivesInDays: 20 });
  const run = await stage.start(aReservation({ doorIds: [door.device_id], stay }));

  // Today, 20 days before arrival
  await stage.until(run, ({ state }) => state === 'not_yet_due');
  expect(codesMade(stage.simulator)).toEqual([]);

  await stage.passTo(run, before(stay.arrival, { days: 7, minutes: 1 }));
  expect((await stage.stateOf(run)).doors[0]?.state).toBe('not_yet_due');
  expect(codesMade(stage.simulator)).toEqual([]);

  await stage.passTo(run, before(stay.arrival, { days: 7, minutes: -1 }));
  const { doors } = await stage.untilReady(run);
  expect(doors[0]?.plan?.slot?.name).toBe('Guest 4pm-10am');
  expect(codesMade(stage.simulator)).toMatchObject([
    { starts_at: instantOf(stay.arrival), ends_at: instantOf(stay.departure), is_offline_access_code: true },
  ]);

  await stage.passTo(run, before(stay.departure, { minutes: 1 }));
  expect((await stage.stateOf(run)).doors[0]?.state).toBe('ready');
  expect(await stage.passToEnd(run)).toMatchObject({ status: 'completed', doors: [{ state: 'completed' }] });
});

test('a stay the day after tomorrow gets its code at once', async () => {
  const door = aDoor();
  stage = await openStage({ world: [door] });
  const run = await stage.start(
    aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: 2 }) }),
  );

  const { doors, status } = await stage.untilReady(run);
  expect(status).toBe('ready');
  expect(doors[0]?.code?.accessCodeId).toBe(codesMade(stage.simulator)[0]?.access_code_id);
});

test('a webhook makes the run look at once, long before the backstop would', async () => {
  const door = aDoor();
  stage = await openStage({ world: [door], settingAfterMs: 3_600_000, setAfterMs: 7_200_000 });
  const run = await stage.start(
    aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: 3 }) }),
  );
  const { doors } = await stage.until(run, ({ state }) => state === 'waiting_until_ready');
  const accessCodeId = doors[0]?.code?.accessCodeId ?? '';

  stage.simulator.changeAccessCode(accessCodeId, { status: 'set' });
  const event = { eventId: 'e1', eventType: 'access_code.set_on_device', accessCodeId };
  await run.signal(seamEventSignal, event);
  await run.signal(seamEventSignal, event); // Seam repeats itself
  await stage.until(run, ({ state }) => state === 'ready');
});

test('without any webhook the backstop finds the code ready', async () => {
  const door = aDoor();
  stage = await openStage({ world: [door], settingAfterMs: 600_000, setAfterMs: 1_200_000 });
  const run = await stage.start(
    aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: 3 }) }),
  );
  await stage.until(run, ({ state }) => state === 'waiting_until_ready');

  await stage.pass(run, '30 minutes'); // Seam has had the code set for ten
  await stage.until(run, ({ state }) => state === 'ready');
});

test('a code that Seam programs only an hour before arrival is waited for until then', async () => {
  const door = aDoor();
  stage = await openStage({ world: [door], deferCreation: true, pinAt: 'set' });
  const stay = stayOf({ arrivesInDays: 4 });
  const run = await stage.start(aReservation({ doorIds: [door.device_id], stay }));
  await stage.until(run, ({ state }) => state === 'waiting_until_ready');

  await stage.passTo(run, before(stay.arrival, { minutes: 61 }));
  expect((await stage.stateOf(run)).doors[0]?.state).toBe('waiting_until_ready');
  await stage.passTo(run, before(stay.arrival, { minutes: 58 }));
  await stage.until(run, ({ state }) => state === 'ready');
});

test('a stay that fits no slot is refused with the nearest one, and a change of times makes it possible', async () => {
  const door = aDoor();
  stage = await openStage({ world: [door] });
  const reservation = aReservation({
    doorIds: [door.device_id],
    stay: stayOf({ arrivesInDays: 3, from: '22:00', to: '14:30' }),
  });
  const run = await stage.start(reservation);

  const refused = await stage.until(run, ({ state }) => state === 'refused');
  expect(refused.status).toBe('needs_attention');
  expect(refused.doors[0]?.problems).toMatchObject([{ reason: 'times_do_not_match_slots' }]);
  expect(codesMade(stage.simulator)).toEqual([]);

  const answer = await run.executeUpdate(applyReservationUpdate, {
    args: [{ ...reservation, revision: 2, stay: stayOf({ arrivesInDays: 3, from: '16:00', to: '10:30' }) }],
  });
  expect(answer.outcome).toBe('accepted');
  await stage.untilReady(run);
  expect(codesMade(stage.simulator)).toHaveLength(1);
});

test('slots that the installer changed while the run waited are noticed before a code is made', async () => {
  const door = aDoor({ timeSlots: [guestSlot('16:00', '10:00')] });
  stage = await openStage({ world: [door] });
  const run = await stage.start(
    aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: 10 }) }),
  );
  await stage.until(run, ({ state }) => state === 'not_yet_due');

  stage.simulator.addDevice(aDoor({ deviceId: door.device_id, timeSlots: [guestSlot('20:00', '08:00')] }));
  await stage.pass(run, '4 days'); // 6 days before arrival
  await stage.until(run, ({ state, problems }) => state === 'refused' && problems.length > 0);
  expect(codesMade(stage.simulator)).toEqual([]);

  stage.simulator.addDevice(door);
  await run.executeUpdate(retryUpdate, { args: [{}] });
  await stage.untilReady(run);
});

test('a cancellation while nothing was made says so', async () => {
  const door = aDoor();
  stage = await openStage({ world: [door] });
  const run = await stage.start(
    aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: 30 }) }),
  );
  await stage.until(run, ({ state }) => state === 'not_yet_due');

  const answer = await run.executeUpdate(cancelReservationUpdate, { args: [{ revision: 2 }] });
  expect(answer.state).toMatchObject({
    status: 'cancelled',
    doors: [{ state: 'cancelled', why: 'No code was made.', orphanedCodes: [] }],
  });
  expect(await stage.passToEnd(run)).toEqual(answer.state);
  expect(codesMade(stage.simulator)).toEqual([]);
});

test('an older or repeated revision is dropped and answered as such', async () => {
  const door = aDoor();
  stage = await openStage({ world: [door] });
  const reservation = aReservation({
    revision: 5,
    doorIds: [door.device_id],
    stay: stayOf({ arrivesInDays: 30 }),
  });
  const run = await stage.start(reservation);
  await stage.start(reservation); // the same file, imported twice
  const stale = { ...reservation, revision: 4, stay: stayOf({ arrivesInDays: 40 }) };

  expect(await run.executeUpdate(applyReservationUpdate, { args: [stale] })).toMatchObject({
    outcome: 'dropped',
    revision: 5,
    state: { stay: reservation.stay },
  });
});

test('a message for another reservation is refused', async () => {
  const door = aDoor();
  stage = await openStage({ world: [door] });
  const reservation = aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: 30 }) });
  const run = await stage.start(reservation);
  const another = { ...reservation, reservationId: 'somebody-else', revision: 2 };
  await expect(run.executeUpdate(applyReservationUpdate, { args: [another] })).rejects.toMatchObject({
    cause: { message: expect.stringContaining('somebody-else') as string },
  });
});

test('trouble at one door does not hold up another', async () => {
  const [front, gate] = [aDoor({ name: 'Front' }), aDoor({ name: 'Gate', timeSlots: [] })];
  stage = await openStage({ world: [front, gate] });
  const doorIds = [front.device_id, gate.device_id, '00000000-0000-4000-8000-00000000dead'];
  const run = await stage.start(aReservation({ doorIds, stay: stayOf({ arrivesInDays: 2 }) }));

  const state = await stage.until(run, (_door, { doors }) =>
    doors.every((door) => door.state === 'ready' || door.state === 'refused'),
  );
  expect(state.doors.map((door) => [door.state, door.problems[0]?.reason])).toEqual([
    ['ready', undefined],
    ['refused', 'times_do_not_match_slots'],
    ['refused', 'device_not_found'],
  ]);
  expect(state.status).toBe('needs_attention');
});

test('a stay that is over when it arrives is refused, and its run does not linger', async () => {
  const door = aDoor();
  stage = await openStage({ world: [door] });
  const run = await stage.start(
    aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: -9 }) }),
  );
  expect(await run.result()).toMatchObject({
    doors: [{ state: 'refused', problems: [{ reason: 'stay_already_over' }] }],
  });
  expect(await stage.staffNotices()).toEqual([]);
});
