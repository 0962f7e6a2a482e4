import { describe, expect, test } from 'vitest';
import { parseTimeOfDay } from '../../src/domain/time-of-day.ts';

const MINUTE = 60_000;

describe("Seam's time of day", () => {
  test.each([
    ['07:00:00[America/Los_Angeles]', 7 * 60, 'America/Los_Angeles'],
    ['07:00[America/Los_Angeles]', 7 * 60, 'America/Los_Angeles'],
    ['15:30:00-08:00[America/Los_Angeles]', 15.5 * 60, 'America/Los_Angeles'],
    ['15:30:00-0800[America/Los_Angeles]', 15.5 * 60, 'America/Los_Angeles'],
    ['09:00:00-05:00', 9 * 60, null],
    ['09:00:00Z', 9 * 60, null],
    ['09:00Z[Europe/London]', 9 * 60, 'Europe/London'],
    ['09:00:00', 9 * 60, null],
    ['09:00', 9 * 60, null],
    ['09:00:00.123[Europe/London]', 9 * 60, 'Europe/London'],
    ['00:00', 0, null],
    ['23:59:30', 23 * 60 + 59.5, null],
  ])('%s is read by its wall clock', (text, minutes, zone) => {
    const time = parseTimeOfDay(text);
    expect(time?.sinceMidnight).toBe(minutes * MINUTE);
    expect(time?.zone?.name ?? null).toBe(zone);
  });

  test.each([
    null,
    '',
    '25:00',
    '24:00',
    '10:60',
    '10:00:60',
    '7:00',
    '4 PM',
    '10:00[Mars/Olympus]',
    '10:00[]',
    '10:00 ',
  ])('%j is unreadable', (text) => {
    expect(parseTimeOfDay(text)).toBeNull();
  });
});
