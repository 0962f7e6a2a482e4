import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deadlinesOf } from '../../src/domain/deadlines.ts';

const HOUR = 3_600_000;
const arrival = Date.parse('2026-12-01T16:00:00Z');
const hoursBefore = (hours: number) => arrival - hours * HOUR;
const told = (followedSince: number) =>
  deadlinesOf(arrival, followedSince).map(({ severity, at }) => [severity, (arrival - at) / HOUR]);

test('a stay booked long ago has three deadlines, louder each time', () => {
  expect(told(hoursBefore(24 * 30))).toEqual([
    ['low', 24],
    ['medium', 4],
    ['high', 0],
  ]);
});

test('of the deadlines a booking came too late for, the last one counts, five minutes later', () => {
  expect(told(hoursBefore(20))).toEqual([
    ['low', 20 - 5 / 60],
    ['medium', 4],
    ['high', 0],
  ]);
  expect(told(hoursBefore(2))).toEqual([
    ['medium', 2 - 5 / 60],
    ['high', 0],
  ]);
});

test('a booking made after arrival is brought up five minutes later', () => {
  expect(told(hoursBefore(-3))).toEqual([['high', -3 - 5 / 60]]);
});

test('a booking made three minutes before arrival is brought up at arrival, not after it', () => {
  expect(told(hoursBefore(3 / 60))).toEqual([['high', 0]]);
});

test('deadlines fall due in their order, and each is louder than the one before', () => {
  const louder = ['low', 'medium', 'high'];
  fc.assert(
    fc.property(fc.integer({ min: -5 * 60, max: 40 * 60 }), (minutesAhead) => {
      const all = deadlinesOf(arrival, hoursBefore(minutesAhead / 60));
      const inOrder = all.toSorted((a, b) => a.at - b.at);
      expect(all).toEqual(inOrder);
      expect(all).toEqual(all.toSorted((a, b) => louder.indexOf(a.severity) - louder.indexOf(b.severity)));
      expect(all.at(-1)?.severity).toBe('high');
    }),
  );
});
