import { expect, test } from 'vitest';
import { shortStay } from '../../src/domain/short-stay.ts';
import { aDoor, aSlot } from './builders.ts';

const localTimes = (slots: Parameters<typeof aDoor>[0], from: string) => {
  const { localStart, localEnd } = shortStay(aDoor(slots), Date.parse(from))?.coverage ?? {};
  return [localStart, localEnd];
};

test.each([
  ['opens later today', '2026-12-01T20:00:00Z', '2026-12-01T16:00:00-08:00', '2026-12-02T10:00:00-08:00'],
  [
    'opens at this very instant',
    '2026-12-02T00:00:00Z',
    '2026-12-01T16:00:00-08:00',
    '2026-12-02T10:00:00-08:00',
  ],
  ['opened a minute ago', '2026-12-02T00:01:00Z', '2026-12-02T16:00:00-08:00', '2026-12-03T10:00:00-08:00'],
])('a slot over night that %s', (_name, from, start, end) => {
  expect(localTimes([aSlot('16:00', '10:00')], from)).toEqual([start, end]);
});

test('a slot that closes later than it opens makes day use', () => {
  expect(localTimes([aSlot('07:00', '19:00')], '2026-12-01T10:00:00Z')).toEqual([
    '2026-12-01T07:00:00-08:00',
    '2026-12-01T19:00:00-08:00',
  ]);
});

test('of several slots the one that opens first is taken, and of those the one that closes first', () => {
  const slots = [aSlot('18:00', '10:00'), aSlot('16:00', '11:00'), aSlot('16:00', '10:00')];
  expect(localTimes(slots, '2026-12-01T20:00:00Z')).toEqual([
    '2026-12-01T16:00:00-08:00',
    '2026-12-02T10:00:00-08:00',
  ]);
});

test('there is none without a zone or without a slot that can be used', () => {
  const now = Date.parse('2026-12-01T20:00:00Z');
  expect(shortStay(aDoor([aSlot('16:00', '10:00')], { timeZone: null }), now)).toBeNull();
  expect(shortStay(aDoor([aSlot('16:00', '10:00', { isMaster: true })]), now)).toBeNull();
  expect(
    shortStay(aDoor([aSlot('16:00', '10:00')], { canProgramOfflineAccessCodes: false }), now),
  ).toBeNull();
});
