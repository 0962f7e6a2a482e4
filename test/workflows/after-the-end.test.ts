import { afterEach, expect, test } from 'vitest';
import {
  applyReservationUpdate,
  cancelReservationSignal,
  cancelReservationUpdate,
} from '../../src/workflows/messages.ts';
import { reservationWorkflow } from '../../src/workflows/reservation.ts';
import { runOptions } from '../../src/temporal/run-options.ts';
import { searchAttributes } from '../../src/workflows/search-attributes.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import { aReservation, before, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { codesMade, openStage, type Stage } from '../support/stage.ts';

const door = anOracodeDoor({ timeZone: steadyZone });
const booked = aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: 20 }) });
let stage: Stage;
afterEach(() => stage[Symbol.asyncDispose]());

/** Nobody polls it: a run that should not be there would show. */
const elsewhere = 'nobody-works-here';

const cancelled = async (reservation: typeof booked) => {
  const run = await stage.start(reservation);
  await stage.settle(run);
  await run.executeUpdate(cancelReservationUpdate, { args: [{ revision: 3 }] });
  return run;
};

test('a booking that was sent before its cancellation and comes after it makes no code', async () => {
  stage = await openStage({ world: [door] });
  const reservation = { ...booked, reservationId: 'late-booking' };
  const run = await cancelled(reservation);
  await stage.passTo(run, before(booked.stay.arrival, { days: 2 })); // the issue window is open

  expect(await startReservation(stage.client, elsewhere, { ...reservation, revision: 2 })).toMatchObject({
    outcome: 'sent',
  });
  await stage.settle(run);
  expect(await stage.stateOf(run)).toMatchObject({ revision: 3, status: 'cancelled' });

  const over = await stage.passToEnd(run); // the guest would have left
  expect(over).toMatchObject({ revision: 3, status: 'cancelled' });
  expect(codesMade(stage.simulator)).toHaveLength(0);
});

test('a reservation cancelled three weeks ahead can be booked again a week later', async () => {
  stage = await openStage({ world: [door] });
  const reservation = { ...booked, reservationId: 'booked-again' };
  const run = await cancelled(reservation);
  await stage.pass(run, '7 days');
  await run.executeUpdate(applyReservationUpdate, { args: [{ ...reservation, revision: 4 }] });
  await stage.until(run, ({ state }) => state === 'not_yet_due');
  await stage.passTo(run, before(booked.stay.arrival, { days: 2 }));
  await stage.untilReady(run);
  expect(codesMade(stage.simulator)).toHaveLength(1);
});

test('a booking that comes in after the end of a run that knew better begins no other', async () => {
  stage = await openStage({ world: [door] });
  const reservation = { ...booked, reservationId: 'after-the-end' };
  const run = await cancelled(reservation);
  await stage.passToEnd(run);

  const late = { ...reservation, revision: 2, stay: stayOf({ arrivesInDays: 40 }) };
  const answer = await startReservation(stage.client, elsewhere, late);
  expect(answer).toEqual({ workflowId: run.workflowId, outcome: 'dropped' });
  expect((await run.describe()).status.name).toBe('COMPLETED');

  // What is newer is another stay of the same reservation.
  const again = await stage.start({ ...late, revision: 4 });
  await stage.until(again, ({ state }) => state === 'not_yet_due');
  expect(codesMade(stage.simulator)).toHaveLength(0);
});

test('a reservation that is cancelled before anything was done for it is closed, and answers its cancellation', async () => {
  stage = await openStage({ world: [door] });
  const reservation = { ...booked, reservationId: 'never-needed' };
  // No worker was up when the booking came, nor when its cancellation did: the first thing it sees is both.
  const run = await stage.client.workflow.signalWithStart(reservationWorkflow, {
    ...runOptions(stage.taskQueue, reservation, Date.now()),
    args: [reservation],
    signal: cancelReservationSignal,
    signalArgs: [{ revision: 2 }],
  });
  await stage.until(run, ({ state }) => state === 'cancelled');
  const again = await run.executeUpdate(cancelReservationUpdate, { args: [{ revision: 3 }] });
  expect(again.state).toMatchObject({ revision: 3, status: 'cancelled' });
  const { typedSearchAttributes } = await run.describe();
  expect(typedSearchAttributes.get(searchAttributes.accessStatus)).toBe('cancelled');
  expect(codesMade(stage.simulator)).toHaveLength(0);
});
