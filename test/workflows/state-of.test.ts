import { expect, test } from 'vitest';
import { openDoor } from '../../src/workflows/door-run.ts';
import { stateOf, type Run } from '../../src/workflows/run.ts';
import { aReservation, stayOf } from '../support/builders.ts';

const reservation = aReservation({ doorIds: ['door'], stay: stayOf({ arrivesInDays: 20 }) });
// As a run of earlier code has it that was cancelled before its door's story began: nothing wakes it until departure.
const asleep: Run = {
  reservation: { ...reservation, revision: 2, status: 'cancelled' },
  doors: [openDoor('door', Date.now())],
  outbox: [],
  isResting: false,
};

test('a cancelled stay whose door was never looked at is called cancelled, whatever its run was begun by', () => {
  const { status, doors } = stateOf(asleep);
  expect(status).toBe('cancelled');
  expect(doors).toMatchObject([{ state: 'cancelled', why: 'No code was made.' }]);
});

test('a door that is being validated is called so while the stay is wanted, and while a code may exist', () => {
  expect(stateOf({ ...asleep, reservation }).status).toBe('in_progress');
  const askedFor = { stay: reservation.stay, coverage: null };
  const asked = asleep.doors.map((door) => ({ ...door, askedFor, mayExist: true }));
  expect(stateOf({ ...asleep, doors: asked }).status).toBe('in_progress');
});
