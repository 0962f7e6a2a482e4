import { describe, expect, test } from 'vitest';
import {
  accessStatus,
  settledDoorStates,
  type AccessStatus,
  type DoorState,
} from '../../src/domain/reservation-state.ts';

const statusOf = (...states: DoorState[]) => accessStatus(states.map((state) => ({ state })));

describe('the status of a reservation', () => {
  test.each<[DoorState, AccessStatus]>([
    ['refused', 'needs_attention'],
    ['needs_human', 'needs_attention'],
    ['validating', 'in_progress'],
    ['creating', 'in_progress'],
    ['waiting_until_ready', 'in_progress'],
    ['not_yet_due', 'planned'],
    ['ready', 'ready'],
    ['on_hold', 'needs_attention'],
    ['handled_by_hand', 'ready'],
    ['completed', 'completed'],
    ['cancelled', 'cancelled'],
  ])('with one door, %s, is %s', (state, status) => {
    expect(statusOf(state)).toBe(status);
  });

  // Each state is worse than all that follow it.
  const worstFirst: DoorState[] = ['refused', 'creating', 'not_yet_due', 'ready', 'completed', 'cancelled'];

  test.each(worstFirst.map((worst, index) => [worst, worstFirst.slice(index)] as const))(
    'is that of %s among %j, in whatever order',
    (worst, states) => {
      expect(statusOf(...states)).toBe(statusOf(worst));
      expect(statusOf(...states.toReversed())).toBe(statusOf(worst));
    },
  );

  test('with no doors left is cancelled', () => {
    expect(statusOf()).toBe('cancelled');
  });
});

test('a door that Staykey or Seam is at work on is not settled', () => {
  const working: DoorState[] = ['validating', 'creating', 'waiting_until_ready'];
  expect(working.filter((state) => settledDoorStates.has(state))).toEqual([]);
});

test('every other door waits for time or people', () => {
  const waiting: DoorState[] = [
    'refused',
    'needs_human',
    'not_yet_due',
    'ready',
    'on_hold',
    'handled_by_hand',
  ];
  expect([...settledDoorStates].sort()).toEqual([...waiting, 'cancelled', 'completed'].sort());
});
