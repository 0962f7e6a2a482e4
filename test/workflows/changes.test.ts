import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Reservation } from '../../src/domain/reservation.ts';
import { applyReservationUpdate, cancelReservationUpdate } from '../../src/workflows/messages.ts';
import { aReservation, before, instantOf, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { codesMade, openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
afterEach(() => stage[Symbol.asyncDispose]());

// Other tests on the same server are other reservations behind the same door: each has doors of its own.
let front: ReturnType<typeof anOracodeDoor>;
let gate: ReturnType<typeof anOracodeDoor>;
beforeEach(() => {
  front = anOracodeDoor({ timeZone: steadyZone, name: 'Front' });
  gate = anOracodeDoor({ timeZone: steadyZone, name: 'Gate' });
});
const booked = (parts: Partial<Reservation> = {}) =>
  aReservation({ doorIds: [front.device_id], stay: stayOf({ arrivesInDays: 3 }), ...parts });

test('a longer stay gets another code, staff hear of the old one, and the guest of which PIN to use now', async () => {
  stage = await openStage({ world: [front] });
  const reservation = booked();
  const run = await stage.start(reservation);
  await stage.untilReady(run);
  await stage.until(run, ({ delivered }) => delivered !== null);

  const longer = { ...reservation, revision: 2, stay: stayOf({ arrivesInDays: 3, nights: 5 }) };
  await run.executeUpdate(applyReservationUpdate, { args: [longer] });
  await stage.until(run, ({ orphanedCodes }) => orphanedCodes[0]?.assessment != null);
  await stage.untilReady(run);
  await stage.until(run, ({ delivered, code }) => delivered?.accessCodeId === code?.accessCodeId);
  await stage.settle(run);

  const [old, fresh] = codesMade(stage.simulator);
  expect(fresh?.ends_at).toBe(instantOf(longer.stay.departure));
  expect(stage.told.map(({ doors }) => [doors[0]?.pin, doors[0]?.replacesEarlierPin])).toEqual([
    [old?.code, false],
    [fresh?.code, true],
  ]);
  expect(await stage.staffNotices()).toMatchObject([
    {
      kind: 'live_code',
      severity: 'medium',
      cause: 'stay_changed',
      text: expect.stringContaining('The guest has its PIN') as string,
    },
  ]);
});

test('a shorter stay keeps its code, the guest hears nothing, and staff hear that the code outlives the stay', async () => {
  stage = await openStage({ world: [front] });
  const reservation = booked({ stay: stayOf({ arrivesInDays: 3, nights: 5 }) });
  const run = await stage.start(reservation);
  await stage.untilReady(run);
  await stage.until(run, ({ delivered }) => delivered !== null);

  const shorter = { ...reservation, revision: 2, stay: stayOf({ arrivesInDays: 3, nights: 4 }) };
  await run.executeUpdate(applyReservationUpdate, { args: [shorter] });
  const { doors } = await stage.until(run, ({ orphanedCodes }) => orphanedCodes[0]?.assessment != null);
  await stage.settle(run);

  expect(doors[0]?.code?.accessCodeId).toBe(doors[0]?.orphanedCodes[0]?.code.accessCodeId);
  expect(codesMade(stage.simulator)).toHaveLength(1);
  expect(stage.told).toHaveLength(1);
  expect(await stage.staffNotices()).toMatchObject([{ kind: 'live_code', cause: 'outlives_stay' }]);
});

test('another time of day that the slot serves as well changes nothing', async () => {
  stage = await openStage({ world: [front] });
  const reservation = booked();
  const run = await stage.start(reservation);
  await stage.untilReady(run);
  const sooner = {
    ...reservation,
    revision: 2,
    stay: stayOf({ arrivesInDays: 3, from: '15:30', to: '10:30' }),
  };
  await run.executeUpdate(applyReservationUpdate, { args: [sooner] });

  const { doors } = await stage.until(run, ({ plan, state }) => plan !== null && state === 'ready');
  expect(doors[0]?.orphanedCodes).toEqual([]);
  expect(codesMade(stage.simulator)).toHaveLength(1);
});

test('plans that change and change back before the window opens leave nothing behind', async () => {
  stage = await openStage({ world: [front] });
  const reservation = booked({ stay: stayOf({ arrivesInDays: 20 }) });
  const run = await stage.start(reservation);
  await stage.until(run, ({ state }) => state === 'not_yet_due');
  const moved = { ...reservation, revision: 2, stay: stayOf({ arrivesInDays: 25 }) };
  await run.executeUpdate(applyReservationUpdate, { args: [moved] });
  await run.executeUpdate(applyReservationUpdate, { args: [{ ...reservation, revision: 3 }] });

  await stage.passTo(run, before(reservation.stay.arrival, { days: 6 }));
  const { doors } = await stage.untilReady(run);
  expect(codesMade(stage.simulator)).toMatchObject([{ starts_at: instantOf(reservation.stay.arrival) }]);
  expect(doors[0]?.orphanedCodes).toEqual([]);
});

test('plans that change back after a second code was made use the first one again', async () => {
  stage = await openStage({ world: [front] });
  const reservation = booked();
  const run = await stage.start(reservation);
  const first = await stage.untilReady(run);
  const moved = { ...reservation, revision: 2, stay: stayOf({ arrivesInDays: 4 }) };
  await run.executeUpdate(applyReservationUpdate, { args: [moved] });
  await stage.until(run, ({ orphanedCodes }) => orphanedCodes.length === 1);
  await stage.untilReady(run);
  await run.executeUpdate(applyReservationUpdate, { args: [{ ...reservation, revision: 3 }] });

  const { doors } = await stage.until(
    run,
    ({ orphanedCodes, state }) => orphanedCodes.length === 2 && state === 'ready',
  );
  expect(doors[0]?.code?.accessCodeId).toBe(first.doors[0]?.code?.accessCodeId);
  expect(doors[0]?.orphanedCodes[0]?.closed?.how).toBe('serves_again');
  expect(codesMade(stage.simulator)).toHaveLength(2);
});

test('a stay moved to another door gets a code there, and the old door’s code its notice', async () => {
  stage = await openStage({ world: [front, gate] });
  const reservation = booked();
  const run = await stage.start(reservation);
  await stage.untilReady(run);
  await run.executeUpdate(applyReservationUpdate, {
    args: [{ ...reservation, revision: 2, doorIds: [gate.device_id] }],
  });

  const { doors } = await stage.until(
    run,
    (door, state) => door.orphanedCodes[0]?.assessment != null && state.doors[1]?.code != null,
  );
  expect(doors.map(({ state }) => state)[0]).toBe('cancelled');
  expect(doors[0]?.orphanedCodes[0]?.cause).toBe('door_dropped');
  expect(codesMade(stage.simulator).map(({ device_id }) => device_id)).toEqual([
    front.device_id,
    gate.device_id,
  ]);
});

test('a later arrival that no slot fits keeps the code that covers it, and nobody hears anything', async () => {
  stage = await openStage({ world: [front] });
  const reservation = booked();
  const run = await stage.start(reservation);
  await stage.untilReady(run);
  await stage.until(run, ({ delivered }) => delivered !== null);
  const later = { ...reservation, revision: 2, stay: stayOf({ arrivesInDays: 3, from: '21:00' }) };
  await run.executeUpdate(applyReservationUpdate, { args: [later] });
  await stage.settle(run);

  const { doors } = await stage.stateOf(run);
  expect(doors[0]).toMatchObject({ state: 'ready', problems: [], orphanedCodes: [] });
  expect(codesMade(stage.simulator)).toHaveLength(1);
  expect(stage.told).toHaveLength(1);
  expect(await stage.staffNotices()).toEqual([]);
});

test('a stay that no slot fits and the code does not cover is refused, and the code gets its notice', async () => {
  stage = await openStage({ world: [front] });
  const reservation = booked();
  const run = await stage.start(reservation);
  await stage.untilReady(run);
  const impossible = { ...reservation, revision: 2, stay: stayOf({ arrivesInDays: 8, from: '21:00' }) };
  await run.executeUpdate(applyReservationUpdate, { args: [impossible] });

  const { doors } = await stage.until(run, ({ state }) => state === 'refused');
  expect(doors[0]?.problems[0]?.reason).toBe('times_do_not_match_slots');
  expect(doors[0]?.orphanedCodes).toMatchObject([{ cause: 'stay_changed', closed: null }]);
});

test('a late check-out that no slot allows: the code works to its end, and staff hear what it leaves uncovered', async () => {
  stage = await openStage({ world: [front] });
  const reservation = booked();
  const run = await stage.start(reservation);
  await stage.untilReady(run);
  await stage.until(run, ({ delivered }) => delivered !== null);
  const late = { ...reservation, revision: 2, stay: stayOf({ arrivesInDays: 3, to: '14:00' }) };
  await run.executeUpdate(applyReservationUpdate, { args: [late] });
  await stage.settle(run);

  const { doors } = await stage.stateOf(run);
  const [code] = codesMade(stage.simulator);
  expect(doors[0]).toMatchObject({
    state: 'refused',
    code: { accessCodeId: code?.access_code_id },
    orphanedCodes: [],
  });
  expect(doors[0]?.why).toContain(`Code ${code?.access_code_id} keeps working until`);
  const notices = await stage.staffNotices();
  expect(notices.map(({ kind }) => kind)).toEqual(['refused']);
  expect(JSON.stringify(notices)).not.toMatch(/no working code/i);
});

test('another address of the guest moves no code, and is told the same PIN', async () => {
  stage = await openStage({ world: [front] });
  const reservation = booked();
  const run = await stage.start(reservation);
  await stage.untilReady(run);
  await stage.until(run, ({ delivered }) => delivered !== null);
  const guest = { name: 'Ada Rivers', email: 'new@guests.example' };
  const { outcome } = await run.executeUpdate(applyReservationUpdate, {
    args: [{ ...reservation, revision: 2, guest }],
  });
  expect(outcome).toBe('accepted');
  await stage.settle(run);
  expect((await stage.stateOf(run)).doors[0]?.state).toBe('ready');
  expect(codesMade(stage.simulator)).toHaveLength(1);
  const [first, second] = stage.told;
  expect([first?.guest.email, second?.guest.email]).toEqual(['ada@guests.example', 'new@guests.example']);
  expect(second?.doors).toEqual(first?.doors);
  expect(stage.told).toHaveLength(2);
});

test('a cancellation after the code exists leaves a notice open until the code expires, and never calls it revoked', async () => {
  stage = await openStage({ world: [front] });
  const reservation = booked();
  const run = await stage.start(reservation);
  await stage.untilReady(run);
  await stage.until(run, ({ delivered }) => delivered !== null);
  await run.executeUpdate(cancelReservationUpdate, { args: [{ revision: 2 }] });

  const { doors, status } = await stage.until(
    run,
    ({ orphanedCodes }) => orphanedCodes[0]?.assessment != null,
  );
  await stage.settle(run);
  expect(status).toBe('cancelled');
  expect(doors[0]?.orphanedCodes).toMatchObject([{ cause: 'cancelled', wasDelivered: true, closed: null }]);
  const [notice] = await stage.staffNotices();
  expect(notice).toMatchObject({ kind: 'live_code', severity: 'medium' });
  expect(JSON.stringify(notice)).not.toMatch(/revoked/i);

  const over = await stage.passToEnd(run); // three nights later the code has expired
  expect(over.doors[0]?.orphanedCodes[0]?.closed?.how).toBe('expired');
});

test('a reservation booked again while its old code is live takes it up again', async () => {
  stage = await openStage({ world: [front] });
  const reservation = booked();
  const run = await stage.start(reservation);
  await stage.untilReady(run);
  await run.executeUpdate(cancelReservationUpdate, { args: [{ revision: 2 }] });
  await stage.until(run, ({ state }) => state === 'cancelled');
  await run.executeUpdate(applyReservationUpdate, { args: [{ ...reservation, revision: 3 }] });

  const { doors } = await stage.until(run, ({ state }) => state === 'ready');
  expect(doors[0]?.orphanedCodes[0]?.closed?.how).toBe('serves_again');
  expect(codesMade(stage.simulator)).toHaveLength(1);
});

test('a cancellation while the create hangs finds the code that was made, and raises its notice', async () => {
  stage = await openStage({ world: [front] });
  stage.simulator.addFault({ kind: 'hang_after_commit', path: '/access_codes/create', times: 1 });
  const run = await stage.start(booked());
  await stage.until(run, ({ state }) => state === 'creating');
  await run.executeUpdate(cancelReservationUpdate, { args: [{ revision: 2 }] });

  const { doors } = await stage.until(run, ({ orphanedCodes }) => orphanedCodes.length === 1);
  expect(doors[0]?.orphanedCodes[0]?.code.accessCodeId).toBe(codesMade(stage.simulator)[0]?.access_code_id);
  expect(codesMade(stage.simulator)).toHaveLength(1);
});
