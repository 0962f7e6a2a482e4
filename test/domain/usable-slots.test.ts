import { describe, expect, test } from 'vitest';
import type { TimeSlot } from '../../src/domain/door.ts';
import { readTimeSlots } from '../../src/domain/usable-slots.ts';
import { aSlot, LA, zoneOf } from './builders.ts';

const read = (...slots: TimeSlot[]) => readTimeSlots(slots, zoneOf(LA));

describe('a time slot for offline codes', () => {
  test('keeps its id and name, and each end its own zone, else the door’s', () => {
    const [slot] = read(aSlot('16:00[America/Denver]', '10:00', { userLevelId: 'id', name: 'Guest' })).usable;
    expect(slot).toMatchObject({
      userLevelId: 'id',
      name: 'Guest',
      checkIn: { sinceMidnight: 16 * 3_600_000, zone: { name: 'America/Denver' } },
      checkOut: { sinceMidnight: 10 * 3_600_000, zone: { name: LA } },
    });
  });

  test('may have no id', () => {
    expect(read(aSlot('16:00', '10:00', { userLevelId: null })).usable).toHaveLength(1);
  });

  test.each([
    ['12:00', '12:00', true, true],
    ['12:00', '12:00:00[America/Los_Angeles]', true, true],
    ['00:00', '23:59', true, false],
    ['12:00', '12:00', false, false],
  ])('from %s to %s, is_24_hour %s, is day-bound: %s', (checkIn, checkOut, is24Hour, isDayBound) => {
    expect(read(aSlot(checkIn, checkOut, { is24Hour })).usable[0]?.isDayBound).toBe(isDayBound);
  });
});

describe('a time slot that can’t be used', () => {
  test.each([
    [{ isMaster: true }, 'master'],
    [{ isOneShot: true }, 'one-shot'],
    [{ isBiweekly: true }, 'biweekly'],
    [{ isMaster: true, isOneShot: true, isBiweekly: true }, 'master'],
    [{ isMaster: true, checkIn: null }, 'master'],
    [{ checkIn: null }, 'unreadable'],
    [{ checkOut: 'noon' }, 'unreadable'],
  ])('%j is %s', (parts, kind) => {
    const { usable, unusable, notices } = read(aSlot('16:00', '10:00', parts));
    expect([usable, unusable]).toEqual([[], [kind]]);
    expect(notices).toHaveLength(kind === 'unreadable' ? 1 : 0);
  });

  test('is told with both faults at once', () => {
    const [notice] = read(aSlot(null, '25:00', { name: 'Guest' })).notices;
    expect(notice?.message).toMatch(/"Guest".*check-in time is missing, .*; .*check-out time is "25:00"/);
  });

  test('leaves the others usable', () => {
    const { usable, unusable } = read(aSlot('25:00', '10:00'), aSlot('16:00', '10:00'));
    expect(usable.map(({ name }) => name)).toEqual(['16:00-10:00']);
    expect(unusable).toEqual(['unreadable']);
  });
});
