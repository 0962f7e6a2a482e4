import { expect, test } from 'vitest';
import { whole } from '../../src/domain/completeness.ts';
import { readFeedConfig, type Feed } from '../../src/feeds/feed-config.ts';
import type { FeedReading, FeedRow } from '../../src/feeds/feed-row.ts';
import { falseCancellations, lostStays } from '../../src/recording/judge.ts';
import { daysToMove, moveReading } from '../../src/recording/move-recording.ts';
import type { RecordedFeed } from '../../src/recording/open-recording.ts';
import type { RunOutcome } from '../../src/recording/read-runs.ts';
import { scheduleReadings } from '../../src/recording/schedule-readings.ts';
import { createSightings } from '../../src/recording/sightings.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const zero = Date.parse('2027-01-04T00:00:00Z');

const row = (reservationId: string, parts: Partial<FeedRow> = {}): FeedRow => ({
  source: 'airbnb',
  propertyId: 'house',
  reservationId,
  status: 'confirmed',
  stay: { arrival: '2027-01-20T16:00', departure: '2027-01-22T10:00' },
  timeZone: 'Etc/UTC',
  doorIds: ['door'],
  guest: {},
  place: 'here',
  kind: 'stay',
  contentHash: 'as it is',
  ...parts,
});
const reading = (...rows: FeedRow[]): FeedReading => ({
  rows,
  passedOver: [],
  bad: [],
  repeats: [],
  overlaps: [],
  completeness: whole,
});
const iso = (instant: number) => new Date(instant).toISOString();
const idOf = (reservationId: string) => `reservation/airbnb/house/${reservationId}`;

/** Readings an hour apart, each of the reservations named. */
const seen = (...readings: string[]) => {
  const sightings = createSightings();
  readings.forEach((names, hour) =>
    sightings.see('feed', reading(...[...names].map((name) => row(name))), zero + hour * HOUR),
  );
  return sightings.all();
};
const judged = (hour: number, id: string, ...readings: string[]) =>
  falseCancellations([{ workflowId: idOf(id), at: zero + hour * HOUR }], seen(...readings), iso);

test('a recording is moved by whole years of weeks, and one that lies ahead stays', () => {
  const now = Date.parse('2027-03-01T00:00:00Z');
  expect(daysToMove(now - DAY, now)).toBe(364);
  expect(daysToMove(now - 364 * DAY, now)).toBe(364);
  expect(daysToMove(now - 365 * DAY, now)).toBe(728);
  expect(daysToMove(now + DAY, now)).toBe(0);
});

test('a stay keeps its times of day, also over a change of clocks, and its content is as it was', () => {
  const stay = { arrival: '2026-03-07T16:00', departure: '2026-03-08T10:00' };
  const moved = moveReading(reading(row('A', { stay, revision: 7 })), 364);
  expect(moved.rows).toMatchObject([
    {
      stay: { arrival: '2027-03-06T16:00', departure: '2027-03-07T10:00' },
      revision: 7,
      contentHash: 'as it is',
    },
  ]);
});

const feedOf = (id: string): Feed => {
  const [feed] = readFeedConfig(
    JSON.stringify({ feeds: [{ id, kind: 'canonical', location: 'x.json', everyMinutes: 60 }] }),
    'feeds.json',
  );
  if (!feed) throw new Error('expected a feed');
  return feed;
};
const recordedAt = (id: string, ...hours: number[]): RecordedFeed => ({
  feed: feedOf(id),
  folder: id,
  states: hours.map((hour) => ({ path: `${id}/${hour}`, recordedAt: zero + hour * HOUR })),
});

test('what was left open is read again by the schedule until the next state, or the end', () => {
  const schedule = scheduleReadings([recordedAt('a', 0, 3), recordedAt('b', 1)], zero + 4 * HOUR);
  const order: string[] = [];
  for (let due = schedule.next(); due; due = schedule.next()) {
    order.push(`${due.state.path} at ${(due.at - zero) / HOUR}${due.isAgain ? ' again' : ''}`);
    if (due.recorded.folder === 'a') schedule.readAgain(due);
  }
  expect(order).toEqual([
    'a/0 at 0',
    'a/0 at 1 again',
    'b/1 at 1',
    'a/0 at 2 again',
    'a/3 at 3',
    'a/3 at 4 again',
  ]);
});

test('a cancellation is false where the stay is seen again, or others that went missing with it are', () => {
  expect(judged(3, 'A', 'ABCD', 'BCD', 'BCD', 'BCD', 'BCD')).toEqual([]);
  expect(judged(3, 'A', 'ABCD', 'BCD', 'BCD', 'BCD', 'ABCD')).toMatchObject([{ why: /seen again/ }]);
  expect(judged(3, 'A', 'ABCD', '', '', '', 'BCD')).toMatchObject([{ why: /with others of its listing/ }]);
  expect(judged(3, 'A', 'ABCD', 'ABCD')).toMatchObject([{ why: 'it was never missing' }]);
});

test('an old copy that shows what was gone speaks for nothing', () => {
  expect(judged(3, 'A', 'ABCDEF', 'BCDEF', 'BCDEF', 'BCDEF', 'ABC', 'BCDEF')).toEqual([]);
});

const arrival = Date.parse('2027-01-20T16:00:00Z');
const run = (parts: Partial<RunOutcome>): ReadonlyMap<string, RunOutcome> =>
  new Map([
    [
      idOf('A'),
      { workflowId: idOf('A'), state: 'completed', doors: [], raisedAt: [], problems: [], ...parts },
    ],
  ]);
const door = (codeMadeAt: number | null) => ({ doorId: 'door', codeMadeAt });

test('a stay is lost where a door had neither a code nor a notice by the arrival', () => {
  const there = seen('A', 'A');
  expect(lostStays(there, new Map(), iso)).toMatchObject([{ why: 'no run was ever started' }]);
  expect(lostStays(there, run({ doors: [door(arrival - DAY)] }), iso)).toEqual([]);
  expect(lostStays(there, run({ doors: [door(arrival - DAY), door(null)] }), iso)).toMatchObject([
    { why: /door door had no code, and nobody was told/ },
  ]);
  expect(lostStays(there, run({ doors: [door(arrival + DAY)] }), iso)).toMatchObject([
    { why: /a code only at/ },
  ]);
  expect(lostStays(there, run({ doors: [door(null)], raisedAt: [arrival - HOUR] }), iso)).toEqual([]);
  expect(lostStays(there, run({ state: 'cancelled', doors: [] }), iso)).toMatchObject([
    { why: /is cancelled/ },
  ]);
});

test('a stay that left the feed before its arrival is not lost, one whose whole listing dropped out is', () => {
  const withoutRuns = (...readings: string[]) =>
    lostStays(seen(...readings), new Map(), iso).map(({ workflowId }) => workflowId);
  expect(withoutRuns('AB', 'B')).toEqual([idOf('B')]);
  expect(withoutRuns('ABC', '', 'BC')).toEqual(['A', 'B', 'C'].map(idOf));
});
