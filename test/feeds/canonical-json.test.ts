import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCanonicalJson } from '../../src/feeds/canonical-json.ts';
import { FeedError } from '../../src/feeds/entry.ts';

const entry = {
  source: 'pms',
  propertyId: 'beach',
  reservationId: 'R1',
  arrival: '2026-12-01T16:00',
  departure: '2026-12-05T10:00',
  doors: ['door-1'],
};
const read = (...entries: unknown[]) => readCanonicalJson(JSON.stringify(entries), 'in.json');

test('the example file is read whole', () => {
  const { reservations, bad, repeats } = readCanonicalJson(
    readFileSync('examples/reservations.json', 'utf8'),
    'example',
  );
  expect(reservations).toHaveLength(9);
  expect([bad, repeats]).toEqual([[], []]);
});

test('what is left out has its default, and unknown fields are passed over', () => {
  expect(read({ ...entry, channel: 'airbnb' }).reservations).toEqual([
    {
      source: 'pms',
      propertyId: 'beach',
      reservationId: 'R1',
      revision: 1,
      status: 'confirmed',
      stay: { arrival: '2026-12-01T16:00', departure: '2026-12-05T10:00' },
      doorIds: ['door-1'],
      guest: {},
    },
  ]);
});

test('the time of the last update orders where there is no revision', () => {
  const [reservation] = read({ ...entry, updatedAt: '2026-11-24T10:00:00+01:00' }).reservations;
  expect(reservation?.revision).toBe(Date.UTC(2026, 10, 24, 9));
});

test('a door named twice is one door, and an entry without departure is an open-ended stay', () => {
  const [reservation] = read({ ...entry, departure: undefined, doors: ['a', 'b', 'a'] }).reservations;
  expect(reservation?.doorIds).toEqual(['a', 'b']);
  expect(reservation?.stay.departure).toBeNull();
});

describe('an entry that cannot be read', () => {
  test.each([
    ['arrival', { arrival: '2026-12-01' }, /entry 1: arrival is "2026-12-01": expected a lock-local time/],
    ['an offset', { arrival: '2026-12-01T16:00Z' }, /arrival is "2026-12-01T16:00Z": expected/],
    ['a day that is none', { departure: '2026-02-30T10:00' }, /departure is "2026-02-30T10:00"/],
    ['no door', { doors: [] }, /doors is \[\]: expected at least one Seam device id/],
    ['a number for a text', { reservationId: 4711 }, /reservationId is 4711/],
    ['an unknown status', { status: 'maybe' }, /status is "maybe"/],
    ['a missing source', { source: undefined }, /source is missing/],
    ['half a character', { reservationId: '\ud800' }, /reservationId is .*: expected well-formed text/],
    ['an endless id', { reservationId: 'x'.repeat(255) }, /at most 255 characters/],
  ])('%s: the message names file, entry, field, value and what was expected', (_what, change, said) => {
    const { bad, reservations } = read({ ...entry, ...change }, { ...entry, reservationId: 'R2' });
    expect(bad).toHaveLength(1);
    expect(bad[0]?.message).toMatch(/^in\.json, entry 1: /);
    expect(bad[0]?.message).toMatch(said);
    expect(reservations.map(({ reservationId }) => reservationId)).toEqual(['R2']);
  });

  test('says all that is wrong with it, and who it is as far as it says', () => {
    const { bad } = read({ ...entry, arrival: 'noon', doors: 'door-1' });
    expect(bad[0]).toMatchObject({ source: 'pms', propertyId: 'beach', reservationId: 'R1' });
    expect(bad[0]?.message).toMatch(/arrival is "noon".*; doors is "door-1"/);
  });

  test("never repeats a guest's data", () => {
    const { bad } = read({ ...entry, guest: { name: 'Ada Rivers', email: 'ada at home' } });
    expect(bad[0]?.message).toContain('guest.email');
    expect(bad[0]?.message).not.toMatch(/ada at home|Rivers/);
  });
});

test('of two entries for one reservation the newer counts, and the other is named', () => {
  const { reservations, repeats } = read(
    { ...entry, revision: 1 },
    { ...entry, revision: 3, doors: ['new'] },
    { ...entry, revision: 2, doors: ['old'] },
  );
  expect(reservations).toMatchObject([{ revision: 3, doorIds: ['new'] }]);
  expect(repeats).toEqual([
    'in.json: entry 1 is passed over, entry 2 is the same reservation and as new or newer',
    'in.json: entry 3 is passed over, entry 2 is the same reservation and as new or newer',
  ]);
});

test.each([
  ['[{', /^in\.json is not JSON/],
  ['{}', /^in\.json: expected an array of reservations/],
  ['"text"', /^in\.json: expected an array/],
])('%s as a whole is refused', (json, said) => {
  expect(() => readCanonicalJson(json, 'in.json')).toThrow(FeedError);
  expect(() => readCanonicalJson(json, 'in.json')).toThrow(said);
});

test('no entry, however odd, makes it throw or go missing', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.jsonValue(), fc.record({ source: fc.string({ unit: 'binary' }) }))),
      (entries) => {
        const { bad, reservations } = readCanonicalJson(JSON.stringify(entries), 'in.json');
        expect(bad.length + reservations.length).toBe(entries.length);
      },
    ),
  );
});
