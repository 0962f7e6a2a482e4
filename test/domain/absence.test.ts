import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeAbsence, type AbsencePolicy } from '../../src/domain/absence.ts';
import type { LedgerEntry, Missing } from '../../src/domain/feed-ledger.ts';

const policy: AbsencePolicy = { strikes: 3, leastMinutes: 120, shrinkShare: 0.3, shrinkLeast: 3 };
const HOUR = 3_600_000;
const noon = Date.parse('2027-03-01T12:00:00Z');

const entry = (parts: Partial<LedgerEntry> = {}): LedgerEntry => ({
  hash: 'a',
  revision: 1,
  status: 'confirmed',
  arrivesAt: noon + 240 * HOUR,
  departsAt: noon + 300 * HOUR,
  ...parts,
});
const id = (number: number, property = 'beach') => `reservation/airbnb/${property}/R${number}`;
const feedOf = (count: number, property = 'beach') =>
  Array.from({ length: count }, (_, number) => [id(number, property), entry()] as const);
const lacking =
  (...ids: string[]) =>
  (workflowId: string) =>
    !ids.includes(workflowId);

test('a stay is gone after three readings over two hours, and not before', () => {
  const others = feedOf(10);
  let missing: Missing | undefined;
  const read = (minutes: number) => {
    const known = [[id(0), entry(missing ? { missing } : {})] as const, ...others.slice(1)];
    const { gone, missing: noted } = judgeAbsence(known, lacking(id(0)), policy, noon + minutes * 60_000);
    missing = noted.get(id(0));
    return gone;
  };
  expect([read(0), read(15), read(30), read(119)]).toEqual([[], [], [], []]);
  expect(missing).toEqual({ strikes: 4, since: noon });
  expect(read(120)).toEqual([id(0)]);
});

test('a stay that has begun, is over or is cancelled may be missing', () => {
  const known = [
    [id(1), entry({ arrivesAt: noon - 1, missing: { strikes: 9, since: 0 } })] as const,
    [id(2), entry({ status: 'cancelled', missing: { strikes: 9, since: 0 } })] as const,
  ];
  expect(judgeAbsence(known, () => false, policy, noon)).toEqual({
    gone: [],
    missing: new Map(),
    held: null,
  });
});

test.each([
  ['two of ten', 10, 2, null],
  ['three of eleven', 11, 3, null],
  ['three of ten', 10, 3, /^3 of the 10 stays ahead that the feed had are missing at once/],
  ['the only one', 1, 1, null],
  ['both of two', 2, 2, /^2 of the 2 stays ahead/],
])('%s missing', (_what, of, missing, held) => {
  const gone = Array.from({ length: missing }, (_, number) => id(number));
  const answer = judgeAbsence(feedOf(of), lacking(...gone), policy, noon).held;
  if (held === null) expect(answer).toBeNull();
  else expect(answer).toMatch(held);
});

test('one listing of a large feed that drops out holds it, though it is a small share', () => {
  const known = [...feedOf(100), ...feedOf(4, 'harbour')];
  const { held } = judgeAbsence(known, (workflowId) => !workflowId.includes('harbour'), policy, noon);
  expect(held).toMatch(/^4 of the 4 stays ahead that property harbour had are missing/);
});

const readings = fc.array(
  fc.record({ minutes: fc.integer({ min: 1, max: 90 }), absent: fc.uniqueArray(fc.nat(11)) }),
  { maxLength: 40 },
);

test('whatever readings bring: nothing is gone that was there in the last three or in the last two hours, nor begun', () => {
  fc.assert(
    fc.property(readings, fc.integer({ min: 0, max: 40 }), (series, arrivesInHours) => {
      const known = new Map(feedOf(12));
      known.set(id(0), entry({ arrivesAt: noon + arrivesInHours * HOUR }));
      const lastSeen = new Map([...known.keys()].map((key) => [key, { at: noon, readingsAgo: 0 }]));
      let now = noon;
      for (const { minutes, absent } of series) {
        now += minutes * 60_000;
        const isPresent = lacking(...absent.map((number) => id(number)));
        for (const [key, seen] of lastSeen) {
          lastSeen.set(
            key,
            isPresent(key) ? { at: now, readingsAgo: 0 } : { ...seen, readingsAgo: seen.readingsAgo + 1 },
          );
        }
        const { gone, missing, held } = judgeAbsence(known, isPresent, policy, now);
        if (held !== null) {
          // As the import does: what a held reading shows is there.
          for (const [key, entry] of known) if (isPresent(key)) known.set(key, withoutMissing(entry));
          continue;
        }
        for (const key of gone) {
          expect(lastSeen.get(key)?.readingsAgo).toBeGreaterThanOrEqual(3);
          expect(now - (lastSeen.get(key)?.at ?? now)).toBeGreaterThanOrEqual(2 * HOUR);
          expect(known.get(key)?.arrivesAt).toBeGreaterThan(now);
          known.delete(key);
        }
        for (const [key, before] of known) {
          const strikes = missing.get(key);
          const there = withoutMissing(before);
          known.set(key, strikes ? { ...there, missing: strikes } : there);
        }
      }
    }),
  );
});

const withoutMissing = (entry: LedgerEntry): LedgerEntry => {
  const there = { ...entry };
  delete there.missing;
  return there;
};
