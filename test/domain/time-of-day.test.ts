import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTimeOfDay } from '../../src/domain/time-of-day.ts';
import { readTimeSlots } from '../../src/domain/usable-slots.ts';
import { aSlot, LA, zoneOf } from './builders.ts';

const MINUTE = 60_000;

const slotsWith = (checkIn: string | null) =>
  readTimeSlots([aSlot(checkIn, '10:00', { name: 'Guest' })], zoneOf(LA));

describe("a slot's time of day", () => {
  test.each([
    ['07:00:00[America/New_York]', 7 * 60, 'America/New_York'],
    ['07:00[America/New_York]', 7 * 60, 'America/New_York'],
    ['15:30:00-08:00[America/New_York]', 15.5 * 60, 'America/New_York'],
    ['15:30:00-0800[America/New_York]', 15.5 * 60, 'America/New_York'],
    ['15:30+05:45[Asia/Kathmandu]', 15.5 * 60, 'Asia/Kathmandu'],
    ['09:00Z[Europe/London]', 9 * 60, 'Europe/London'],
    ['09:00:00.123[Europe/London]', 9 * 60, 'Europe/London'],
    ['09:00[America/Argentina/Buenos_Aires]', 9 * 60, 'America/Argentina/Buenos_Aires'],
    ['09:00[Etc/GMT+8]', 9 * 60, 'Etc/GMT+8'],
    ['09:00[UTC]', 9 * 60, 'UTC'],
    ['09:00:00-05:00', 9 * 60, LA],
    ['09:00-05:00', 9 * 60, LA],
    ['09:00:00Z', 9 * 60, LA],
    ['09:00:00', 9 * 60, LA],
    ['09:00', 9 * 60, LA],
    [' 09:00 ', 9 * 60, LA],
    ['00:00', 0, LA],
    ['23:59:30', 23 * 60 + 59.5, LA],
  ])('%s is read by its wall clock, in its own zone or the door’s', (text, minutes, zone) => {
    const [slot] = slotsWith(text).usable;
    expect(slot?.checkIn.sinceMidnight).toBe(minutes * MINUTE);
    expect(slot?.checkIn.zone.name).toBe(zone);
  });

  test.each([
    null,
    '',
    ' ',
    '25:00',
    '24:00',
    '10:60',
    '10:00:60',
    '-1:00',
    '7:00',
    '10',
    '10:00 PM',
    '4 PM',
    '2026-12-01T10:00',
    '10:00[Mars/Olympus]',
    '10:00[-08:00]',
    '10:00[]',
    '10:00[America/Los_Angeles',
    '10:00[America/Los_Angeles][UTC]',
    '10:00[America/Los_Angeles]-08:00',
    '１０:００',
  ])('%j makes the slot unusable, and a notice names it', (text) => {
    const { usable, unusable, notices } = slotsWith(text);
    expect([usable, unusable]).toEqual([[], ['unreadable']]);
    expect(notices).toMatchObject([{ reason: 'time_slot_unreadable' }]);
    expect(notices[0]?.message).toMatch(/"Guest".* check-in time .*expected/);
    expect(notices[0]?.message).toContain(text === null ? 'missing' : `"${text}"`);
  });

  test('is never outside the day, whatever the text', () => {
    const unit = fc.constantFrom(...'0123456789:.Z+-[]/');
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit, maxLength: 8 })), (text) => {
        const since = parseTimeOfDay(text)?.sinceMidnight ?? 0;
        expect(since >= 0 && since < 24 * 60 * MINUTE).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
