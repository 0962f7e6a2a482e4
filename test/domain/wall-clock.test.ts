import fc from 'fast-check';
import { DateTime, IANAZone } from 'luxon';
import { describe, expect, test } from 'vitest';
import { utcText } from '../../src/domain/instant-text.ts';
import {
  faultOfLocalDateTime,
  nightsBetween,
  parseLocalDateTime,
  toInstant,
  type Side,
} from '../../src/domain/wall-clock.ts';
import { isKnownZone, zoneClock } from '../../src/domain/zone-clock.ts';
import { zoneOf } from './builders.ts';

const wallOf = (local: string): number => {
  const wall = parseLocalDateTime(local);
  if (wall === null) throw new Error(`"${local}" is no local time.`);
  return wall;
};
const read = (local: string, zone: string, side: Side) => {
  const { instant, repeated, skipped } = toInstant(wallOf(local), zoneOf(zone), side);
  return [utcText(instant), repeated ? 'repeated' : skipped ? 'skipped' : 'plain'];
};
const sides: Side[] = ['arrival', 'departure'];

describe('local date and time', () => {
  test.each(['2026-12-01T16:00', '2026-12-01T16:00:00', '2026-12-01 16:00'])('%s is read', (text) => {
    expect(parseLocalDateTime(text)).toBe(Date.UTC(2026, 11, 1, 16));
  });

  test.each([
    ['2026-12-01T16:00Z', 'it has an offset'],
    ['2026-12-01T16:00-08:00', 'it has an offset'],
    ['2026-12-01T16:00:00+0545', 'it has an offset'],
    ['2026-12-01', 'it has no time of day'],
    ['2026-12-01T24:00', 'no such'],
    ['2026-12-01T23:60', 'no such'],
    ['2026-12-01T23:59:60', 'no such'],
    ['2026-02-30T10:00', 'no such'],
    ['2026-02-29T10:00', 'no such'],
    ['2026-13-01T10:00', 'no such'],
    ['2026-00-10T10:00', 'no such'],
    ['2026-12-01T16:00:00.000', 'it has another form'],
    ['2026-12-1T16:00', 'it has another form'],
    [' 2026-12-01T16:00', 'it has another form'],
    ['12/01/2026 4pm', 'it has another form'],
    ['', 'it has another form'],
  ])('"%s" is refused: %s', (text, fault) => {
    expect(parseLocalDateTime(text)).toBeNull();
    expect(faultOfLocalDateTime(text)).toContain(fault);
  });

  test('the leap day of a leap year and years before 1970 are read', () => {
    expect(wallOf('2028-02-29T00:00')).toBe(Date.UTC(2028, 1, 29));
    expect(wallOf('1965-07-01T12:30')).toBe(Date.UTC(1965, 6, 1, 12, 30));
  });
});

test.each([
  ['2026-12-01T00:00', '2026-12-01T23:59', 0],
  ['2026-12-01T23:59', '2026-12-02T00:00', 1],
  ['2026-12-31T16:00', '2027-01-01T10:00', 1],
  ['2028-02-28T16:00', '2028-03-01T10:00', 2],
  ['1969-12-31T16:00', '1970-01-01T10:00', 1],
  ['2026-12-02T00:00', '2026-12-01T23:59', -1],
])('from %s to %s the nights are %i', (from, to, nights) => {
  expect(nightsBetween(wallOf(from), wallOf(to))).toBe(nights);
});

test.each([
  ['America/Los_Angeles', true],
  ['UTC', true],
  ['Etc/GMT+8', true],
  ['Mars/Olympus', false],
  ['local', false],
  ['', false],
  ['+05:00', false],
  ['constructor', false],
])('the zone "%s" is known: %s', (name, known) => {
  expect(isKnownZone(name)).toBe(known);
  expect(zoneClock(name) !== null).toBe(known);
});

describe('when the clocks go back', () => {
  test.each([
    ['2026-11-01T01:00', 'America/New_York', '2026-11-01T05:00:00.000Z', '2026-11-01T06:00:00.000Z'],
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z', '2026-11-01T06:30:00.000Z'],
    ['2026-11-01T01:30', 'America/Los_Angeles', '2026-11-01T08:30:00.000Z', '2026-11-01T09:30:00.000Z'],
    ['2026-10-25T01:30', 'Europe/London', '2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'],
    ['2026-04-05T01:30', 'Australia/Lord_Howe', '2026-04-04T14:30:00.000Z', '2026-04-04T15:00:00.000Z'],
    ['2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z', '2026-04-04T15:15:00.000Z'],
    ['2026-04-05T02:45', 'Pacific/Chatham', '2026-04-04T13:00:00.000Z', '2026-04-04T14:00:00.000Z'],
    // Morocco: for Ramadan.
    ['2025-02-23T02:30', 'Africa/Casablanca', '2025-02-23T01:30:00.000Z', '2025-02-23T02:30:00.000Z'],
  ])(
    '%s in %s occurs twice: the first is for arrival, the second for departure',
    (local, zone, first, second) => {
      expect(read(local, zone, 'arrival')).toEqual([first, 'repeated']);
      expect(read(local, zone, 'departure')).toEqual([second, 'repeated']);
    },
  );

  test.each([
    ['2026-11-01T00:59', 'America/New_York', '2026-11-01T04:59:00.000Z'],
    ['2026-11-01T02:00', 'America/New_York', '2026-11-01T07:00:00.000Z'],
    ['2026-10-25T00:59', 'Europe/London', '2026-10-24T23:59:00.000Z'],
    ['2026-10-25T02:00', 'Europe/London', '2026-10-25T02:00:00.000Z'],
    ['2026-04-05T01:29', 'Australia/Lord_Howe', '2026-04-04T14:29:00.000Z'],
    ['2026-04-05T02:00', 'Australia/Lord_Howe', '2026-04-04T15:30:00.000Z'],
    ['2026-04-05T02:44', 'Pacific/Chatham', '2026-04-04T12:59:00.000Z'],
    ['2026-04-05T03:45', 'Pacific/Chatham', '2026-04-04T15:00:00.000Z'],
  ])('%s in %s, just outside, occurs once', (local, zone, instant) => {
    for (const side of sides) expect(read(local, zone, side)).toEqual([instant, 'plain']);
  });
});

describe('when the clocks go forward', () => {
  test.each([
    ['2026-03-08T02:00', 'America/New_York', '2026-03-08T07:00:00.000Z'],
    ['2026-03-08T02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
    ['2026-03-08T02:30', 'America/Los_Angeles', '2026-03-08T10:30:00.000Z'],
    ['2026-03-29T01:30', 'Europe/London', '2026-03-29T01:30:00.000Z'],
    ['2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
    ['2026-09-27T03:15', 'Pacific/Chatham', '2026-09-26T14:30:00.000Z'],
    ['2025-04-06T02:30', 'Africa/Casablanca', '2025-04-06T02:30:00.000Z'],
    // Nepal moved by a quarter of an hour, once.
    ['1986-01-01T00:10', 'Asia/Kathmandu', '1985-12-31T18:40:00.000Z'],
    // Samoa and the Line Islands crossed the date line: a whole day never was.
    ['2011-12-30T00:00', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    ['2011-12-30T12:00', 'Pacific/Apia', '2011-12-30T22:00:00.000Z'],
    ['2011-12-30T23:59', 'Pacific/Apia', '2011-12-31T09:59:00.000Z'],
    ['1994-12-31T12:00', 'Pacific/Kiritimati', '1994-12-31T22:00:00.000Z'],
  ])('%s in %s never occurs and moves forward by the gap', (local, zone, instant) => {
    for (const side of sides) expect(read(local, zone, side)).toEqual([instant, 'skipped']);
  });

  test.each([
    ['2026-03-08T01:59', 'America/New_York', '2026-03-08T06:59:00.000Z'],
    ['2026-03-08T03:00', 'America/New_York', '2026-03-08T07:00:00.000Z'],
    ['2026-03-29T00:59', 'Europe/London', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29T02:00', 'Europe/London', '2026-03-29T01:00:00.000Z'],
    ['2026-10-04T02:30', 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
    ['2026-09-27T03:45', 'Pacific/Chatham', '2026-09-26T14:00:00.000Z'],
    ['1986-01-01T00:15', 'Asia/Kathmandu', '1985-12-31T18:30:00.000Z'],
    ['2011-12-29T23:59', 'Pacific/Apia', '2011-12-30T09:59:00.000Z'],
    ['2011-12-31T00:00', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    ['1995-01-01T00:00', 'Pacific/Kiritimati', '1994-12-31T10:00:00.000Z'],
  ])('%s in %s, just outside, occurs once', (local, zone, instant) => {
    for (const side of sides) expect(read(local, zone, side)).toEqual([instant, 'plain']);
  });
});

test.each([
  ['2026-06-01T12:00', 'Asia/Kathmandu', '2026-06-01T06:15:00.000Z'],
  ['2026-07-01T12:00', 'Pacific/Chatham', '2026-06-30T23:15:00.000Z'],
  ['2026-06-01T12:00', 'Pacific/Kiritimati', '2026-05-31T22:00:00.000Z'],
  ['1965-07-01T12:00', 'America/New_York', '1965-07-01T16:00:00.000Z'],
])('on a common day, %s in %s is %s at either end', (local, zone, instant) => {
  for (const side of sides) expect(read(local, zone, side)).toEqual([instant, 'plain']);
});

describe('in any zone at any time', () => {
  const zones = [
    ...['America/New_York', 'America/St_Johns', 'America/Havana', 'America/Sao_Paulo', 'America/Nuuk'],
    ...['Europe/London', 'Europe/Dublin', 'Africa/Casablanca', 'Africa/Cairo', 'Asia/Beirut', 'Asia/Tehran'],
    ...['Asia/Gaza', 'Asia/Kathmandu', 'Australia/Adelaide', 'Australia/Lord_Howe', 'Pacific/Auckland'],
    ...['Pacific/Chatham', 'Pacific/Apia', 'Pacific/Kiritimati', 'Antarctica/Troll'],
  ];
  const minutes = (from: string, to: string) =>
    fc
      .integer({ min: Date.parse(from) / 60_000, max: Date.parse(to) / 60_000 })
      .map((minute) => minute * 60_000);
  const anyTime = minutes('1990-01-01T00:00Z', '2037-12-31T23:59Z');

  // Two days on which many of these zones do change their clocks, since a random minute seldom meets a change.
  const changeDay = fc.oneof(
    minutes('2026-03-28T22:00Z', '2026-03-29T04:00Z'),
    minutes('2026-10-24T22:00Z', '2026-10-25T04:00Z'),
  );
  const anyCase = fc.tuple(fc.constantFrom(...zones), fc.oneof(anyTime, changeDay));

  test('a reading agrees with the offsets that luxon finds possible', () => {
    fc.assert(
      fc.property(anyCase, ([name, wall]) => {
        const possible = DateTime.fromMillis(wall, { zone: 'utc' })
          .setZone(IANAZone.create(name), { keepLocalTime: true })
          .getPossibleOffsets()
          .map((time) => time.toMillis());
        const [first, last] = sides.map((side) => toInstant(wall, zoneOf(name), side).instant);
        expect([first, last]).toEqual([Math.min(...possible), Math.max(...possible)]);
      }),
      { numRuns: 3000 },
    );
  });

  test('an instant, written on the wall clock, is among the readings of that text', () => {
    fc.assert(
      fc.property(anyCase, ([name, instant]) => {
        const zone = zoneOf(name);
        const readings = sides.map((side) => toInstant(instant + zone.offsetAt(instant), zone, side));
        expect(readings.map((reading) => reading.instant)).toContain(instant);
        expect(readings.some(({ skipped }) => skipped)).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  test('offsets kept from one question do not change the answer to another', () => {
    fc.assert(
      fc.property(anyCase, ([name, instant]) => {
        expect(zoneOf(name).offsetAt(instant)).toBe(IANAZone.create(name).offset(instant) * 60_000);
      }),
      { numRuns: 3000 },
    );
  });
});
