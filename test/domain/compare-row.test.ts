import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareRow, type SeenReservation } from '../../src/domain/compare-row.ts';
import { changePage, emptyPage, type LedgerEntry } from '../../src/domain/feed-ledger.ts';

const now = Date.parse('2027-03-01T12:00:00Z');

const seen = (parts: Partial<SeenReservation> = {}): SeenReservation => ({
  source: 'airbnb',
  propertyId: 'beach-house',
  reservationId: 'HM1',
  status: 'confirmed',
  stay: { arrival: '2027-04-01T16:00', departure: '2027-04-05T11:00' },
  timeZone: 'America/Phoenix',
  doorIds: ['door-1'],
  guest: {},
  contentHash: 'a',
  ...parts,
});

const written = (row: SeenReservation, known?: LedgerEntry): LedgerEntry => {
  const comparison = compareRow(row, known, now);
  if (!('entry' in comparison)) throw new Error(`expected an entry, got ${comparison.outcome}`);
  const { entry } = comparison;
  return (
    changePage(emptyPage(), { version: 0, put: { entry }, sent: ['entry'], forget: [] }).entries['entry'] ??
    entry
  );
};

test('what was never seen is new, with the time as its revision where the feed has none', () => {
  expect(compareRow(seen(), undefined, now)).toEqual({
    outcome: 'new',
    entry: {
      hash: 'a',
      revision: now,
      status: 'confirmed',
      arrivesAt: Date.parse('2027-04-01T23:00:00Z'),
      departsAt: Date.parse('2027-04-05T18:00:00Z'),
      isUnsent: true,
    },
  });
  expect(written(seen({ revision: 7 }))).toMatchObject({ revision: 7, feedRevision: 7 });
});

test('the same content is unchanged, whatever its revision', () => {
  const known = written(seen({ revision: 7 }));
  expect(compareRow(seen({ revision: 9 }), known, now)).toEqual({ outcome: 'unchanged' });
});

test('what was written down and maybe not sent is sent again with the revision it had', () => {
  const known = { ...written(seen()), isUnsent: true as const };
  expect(compareRow(seen(), known, now + 60_000)).toEqual({ outcome: 'again', entry: known });
});

test('other content whose revision did not grow gets the next one', () => {
  const known = written(seen({ revision: 7 }));
  const changed = written(seen({ revision: 7, contentHash: 'b' }), known);
  expect(changed.revision).toBe(8);
  expect(written(seen({ revision: 8, contentHash: 'c' }), changed).revision).toBe(9);
});

test('what is older than the feed had before is an old copy', () => {
  const known = written(seen({ revision: 7 }));
  expect(compareRow(seen({ revision: 6, contentHash: 'b' }), known, now)).toEqual({ outcome: 'old_copy' });
});

test('what was over before it was first seen needs no code; what was known is told of its earlier end', () => {
  const past = { arrival: '2027-02-01T16:00', departure: '2027-02-05T11:00' };
  expect(compareRow(seen({ stay: past }), undefined, now)).toEqual({ outcome: 'over' });
  expect(compareRow(seen({ stay: past, contentHash: 'b' }), written(seen()), now).outcome).toBe('changed');
});

test('without a zone a stay is over only when it is over everywhere', () => {
  const row = seen({ stay: { arrival: '2027-02-25T16:00', departure: '2027-03-01T06:00' } });
  delete row.timeZone;
  expect(compareRow(row, undefined, now).outcome).toBe('new');
  expect(compareRow(row, undefined, now + 6 * 3_600_000).outcome).toBe('over');
});

test('whatever a feed says of its revisions, each change that is sent has a higher one', () => {
  const rows = fc.array(fc.record({ contentHash: fc.constantFrom('a', 'b', 'c'), revision: fc.nat(5) }));
  fc.assert(
    fc.property(rows, fc.boolean(), (changes, isOrdered) => {
      let known: LedgerEntry | undefined;
      for (const { contentHash, revision } of changes) {
        const row = isOrdered ? seen({ contentHash, revision }) : seen({ contentHash });
        const comparison = compareRow(row, known, now);
        if (!('entry' in comparison) || comparison.outcome === 'again') continue;
        expect(comparison.entry.revision).toBeGreaterThan(known?.revision ?? -1);
        known = comparison.entry;
      }
    }),
  );
});
