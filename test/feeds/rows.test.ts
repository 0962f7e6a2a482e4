import { describe, expect, test } from 'vitest';
import { readFeed } from '../../src/feeds/read-feed.ts';
import { feedOf, stays } from './feeds.ts';

const entry = {
  source: 'pms',
  propertyId: 'beach',
  reservationId: 'R1',
  arrival: '2026-12-01T16:00',
  departure: '2026-12-05T10:00',
  doors: ['a', 'b'],
  guest: { name: 'Ada', email: 'ada@guest.example' },
};
const feed = feedOf({ kind: 'canonical', source: undefined, properties: undefined });
const read = (...entries: object[]) => readFeed(feed, JSON.stringify(entries), 'in.json');
const hashOf = (change: object) => read({ ...entry, ...change }).rows[0]?.contentHash;

describe('the content of a row', () => {
  test('has one hash in whatever order it is written, and whatever its revision', () => {
    const hash = hashOf({});
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(hashOf({ doors: ['b', 'a'], revision: 7 })).toBe(hash);
    expect(
      hashOf({ guest: { email: 'ada@guest.example', name: 'Ada' }, updatedAt: '2026-12-01T16:00:00Z' }),
    ).toBe(hash);
  });

  test.each([
    { arrival: '2026-12-01T17:00' },
    { departure: undefined },
    { doors: ['a'] },
    { status: 'cancelled' },
    { timeZone: 'Europe/Berlin' },
    { guest: { name: 'Ada' } },
    { guest: { name: 'ada@guest.example', email: undefined } },
    { reservationId: 'R2' },
  ])('has another hash with %j', (change) => {
    expect(hashOf(change)).not.toBe(hashOf({}));
  });

  test('has a revision only where the feed has one', () => {
    expect(read(entry).rows[0]).not.toHaveProperty('revision');
    expect(read({ ...entry, revision: 3 }).rows[0]?.revision).toBe(3);
  });
});

describe('the same reservation twice', () => {
  test('is one, the newer, and the other is named', () => {
    const { rows, repeats } = read({ ...entry, revision: 2, doors: ['new'] }, { ...entry, revision: 1 });
    expect(rows.map(({ doorIds }) => doorIds)).toEqual([['new']]);
    expect(repeats).toEqual([
      'in.json, entry 2: passed over, the same reservation is newer at in.json, entry 1',
    ]);
  });

  test('and alike is harmless', () => {
    const { rows, repeats, bad } = read(entry, entry);
    expect([rows.length, repeats.length, bad.length]).toEqual([1, 1, 0]);
  });

  test('and different, with neither newer, is bad: a wrong door is worse than a late one', () => {
    const { rows, bad } = read(
      entry,
      { ...entry, doors: ['c'] },
      { ...entry, reservationId: 'R2', doors: ['d'] },
    );
    expect(rows.map(({ reservationId }) => reservationId)).toEqual(['R2']);
    expect(bad.map(({ message }) => message)).toEqual([
      'in.json, entry 2: differs from the same reservation at in.json, entry 1, and neither is newer',
    ]);
  });

  test('and different, then a newer one, is the newer one', () => {
    const { rows } = read(
      { ...entry, revision: 1 },
      { ...entry, revision: 1, doors: ['c'] },
      { ...entry, revision: 2, doors: ['d'] },
    );
    expect(rows.map(({ doorIds }) => doorIds)).toEqual([['d']]);
  });
});

describe('two stays at one door at one time', () => {
  const other = (change: object) => ({ ...entry, reservationId: 'R2', doors: ['b'], ...change });

  test('are reported, and both are kept', () => {
    const { overlaps, rows } = read(
      entry,
      other({ arrival: '2026-12-04T16:00', departure: '2026-12-09T10:00' }),
    );
    expect(overlaps).toEqual([
      {
        doorId: 'b',
        reservationIds: ['R1', 'R2'],
        message:
          'in.json, entry 2: arrives 2026-12-04T16:00 at door b, which the stay at in.json, entry 1 holds until 2026-12-05T10:00',
      },
    ]);
    expect(Object.keys(stays(read(entry, other({}))))).toEqual(['R1', 'R2']);
    expect(rows).toHaveLength(2);
  });

  test.each([
    ['one leaves as the other comes', { arrival: '2026-12-05T10:00', departure: '2026-12-06T10:00' }],
    ['one is cancelled', { status: 'cancelled' }],
    ['they have other doors', { doors: ['c'] }],
  ])('are none where %s', (_what, change) => {
    expect(read(entry, other(change)).overlaps).toEqual([]);
  });

  test('are found behind a short stay within a long one, and with an open end', () => {
    const { overlaps } = read(
      { ...entry, reservationId: 'long', departure: undefined },
      other({ reservationId: 'short', departure: '2026-12-02T10:00' }),
      other({ reservationId: 'late', arrival: '2027-02-01T16:00', departure: '2027-02-03T10:00' }),
    );
    expect(overlaps.map(({ reservationIds }) => reservationIds)).toEqual([
      ['long', 'short'],
      ['long', 'late'],
    ]);
  });
});
