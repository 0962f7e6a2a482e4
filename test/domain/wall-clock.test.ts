import fc from 'fast-check';
import { DateTime, IANAZone } from 'luxon';
import { describe, expect, test } from 'vitest';
import { utcText } from '../../src/domain/instant-text.ts';
import {
  faultOfLocalDateTime,
  parseLocalDateTime,
  toInstant,
  type Side,
} from '../../src/domain/wall-clock.ts';
import { isKnownZone, zoneClock } from '../../src/domain/zone-clock.ts';

const read = (local: string, zoneName: string, side: Side) => {
  const zone = zoneClock(zoneName);
  const wall = parseLocalDateTime(local);
  if (!zone || wall === null) throw new Error(`${local} ${zoneName}`);
  const { instant, repeated, skipped } = toInstant(wall, zone, side);
  return { instant: utcText(instant), kind: repeated ? 'repeated' : skipped ? 'skipped' : 'plain' };
};

describe('local date and time', () => {
  test.each(['2026-12-01T16:00', '2026-12-01T16:00:00', '2026-12-01 16:00'])('%s is read', (text) => {
    expect(parseLocalDateTime(text)).toBe(Date.UTC(2026, 11, 1, 16));
  });

  test.each([
    ['2026-12-01T16:00Z', 'it has an offset'],
    ['2026-12-01T16:00-08:00', 'it has an offset'],
    ['2026-12-01', 'it has no time of day'],
    ['2026-12-01T24:00', 'there is no such day or time'],
    ['2026-12-01T23:60', 'there is no such day or time'],
    ['2026-02-30T10:00', 'there is no such day or time'],
    ['2026-02-29T10:00', 'there is no such day or time'],
    ['2026-13-01T10:00', 'there is no such day or time'],
    ['12/01/2026 4pm', 'it has another form'],
    ['', 'it has another form'],
  ])('%s is refused: %s', (text, fault) => {
    expect(parseLocalDateTime(text)).toBeNull();
    expect(faultOfLocalDateTime(text)).toBe(fault);
  });

  test('the leap day of a leap year and years before 1970 are read', () => {
    expect(parseLocalDateTime('2028-02-29T00:00')).toBe(Date.UTC(2028, 1, 29));
    expect(parseLocalDateTime('1965-07-01T12:30')).toBe(Date.UTC(1965, 6, 1, 12, 30));
  });
});

describe('zones', () => {
  test.each([
    ['America/Los_Angeles', true],
    ['UTC', true],
    ['Mars/Olympus', false],
    ['', false],
    ['+05:00', false],
  ])('"%s" is known: %s', (name, known) => {
    expect(isKnownZone(name)).toBe(known);
    expect(zoneClock(name) !== null).toBe(known);
  });
});

describe('a wall clock read as an instant', () => {
  test.each([
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z', '2026-11-01T06:30:00.000Z'],
    ['2026-11-01T01:30', 'America/Los_Angeles', '2026-11-01T08:30:00.000Z', '2026-11-01T09:30:00.000Z'],
    ['2026-10-25T01:30', 'Europe/London', '2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'],
    ['2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z', '2026-04-04T15:15:00.000Z'],
  ])('%s in %s occurs twice: first for arrival, second for departure', (local, zone, first, second) => {
    expect(read(local, zone, 'arrival')).toEqual({ instant: first, kind: 'repeated' });
    expect(read(local, zone, 'departure')).toEqual({ instant: second, kind: 'repeated' });
  });

  test.each([
    ['2026-03-08T02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
    ['2026-03-08T02:30', 'America/Los_Angeles', '2026-03-08T10:30:00.000Z'],
    ['2026-03-29T01:30', 'Europe/London', '2026-03-29T01:30:00.000Z'],
    ['2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
    ['2011-12-30T12:00', 'Pacific/Apia', '2011-12-30T22:00:00.000Z'],
  ])('%s in %s never occurs and moves forward by the gap', (local, zone, instant) => {
    expect(read(local, zone, 'arrival')).toEqual({ instant, kind: 'skipped' });
    expect(read(local, zone, 'departure')).toEqual({ instant, kind: 'skipped' });
  });

  test.each([
    ['2026-06-01T12:00', 'Asia/Kathmandu', '2026-06-01T06:15:00.000Z'],
    ['2026-07-01T12:00', 'Pacific/Chatham', '2026-06-30T23:15:00.000Z'],
    ['2026-06-01T12:00', 'Pacific/Kiritimati', '2026-05-31T22:00:00.000Z'],
    ['2011-12-29T23:59', 'Pacific/Apia', '2011-12-30T09:59:00.000Z'],
    ['2011-12-31T00:00', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    ['1965-07-01T12:00', 'America/New_York', '1965-07-01T16:00:00.000Z'],
  ])('%s in %s is %s', (local, zone, instant) => {
    expect(read(local, zone, 'arrival')).toEqual({ instant, kind: 'plain' });
  });

  test('agrees with the offsets Luxon finds possible', () => {
    const zones = [
      'America/New_York',
      'Europe/London',
      'Australia/Lord_Howe',
      'Pacific/Chatham',
      'Africa/Casablanca',
    ];
    const minuteOf2026 = fc.integer({ min: 0, max: 365 * 24 * 60 - 1 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), minuteOf2026, (name, minute) => {
        const local = DateTime.fromMillis(Date.UTC(2026, 0, 1) + minute * 60_000, { zone: 'utc' });
        const text = local.toISO({ includeOffset: false, suppressMilliseconds: true });
        const possible = local.setZone(IANAZone.create(name), { keepLocalTime: true }).getPossibleOffsets();
        const instants = possible.map((time) => time.toMillis());
        const first = Date.parse(read(text ?? '', name, 'arrival').instant);
        const last = Date.parse(read(text ?? '', name, 'departure').instant);
        expect([first, last]).toEqual([Math.min(...instants), Math.max(...instants)]);
      }),
      { numRuns: 1000 },
    );
  });
});
