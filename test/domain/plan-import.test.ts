import { expect, test } from 'vitest';
import type { SeenReservation } from '../../src/domain/compare-row.ts';
import { whole } from '../../src/domain/completeness.ts';
import { changePage, emptyPage, type LedgerPage } from '../../src/domain/feed-ledger.ts';
import { allowedOf, planImport, type ImportPlan } from '../../src/domain/plan-import.ts';
import type { SeenFeed } from '../../src/domain/presence.ts';

const noon = Date.parse('2027-03-01T12:00:00Z');
const HOUR = 3_600_000;
const absence = { strikes: 3, leastMinutes: 120, shrinkShare: 0.3, shrinkLeast: 3 };

const row = (number: number, parts: Partial<SeenReservation> = {}): SeenReservation => ({
  source: 'airbnb',
  propertyId: 'beach',
  reservationId: `R${number}`,
  status: 'confirmed',
  stay: { arrival: '2027-04-01T16:00', departure: '2027-04-05T11:00' },
  timeZone: 'America/Phoenix',
  doorIds: ['door-1'],
  guest: {},
  contentHash: `${number}`,
  ...parts,
});
const rows = (count: number) => Array.from({ length: count }, (_, number) => row(number));
const id = (number: number) => `reservation/airbnb/beach/R${number}`;
const feed = (parts: Partial<SeenFeed> = {}): SeenFeed => ({
  rows: [],
  passedOver: [],
  bad: [],
  completeness: whole,
  ...parts,
});

/** Readings one after another, each carried out as far as it may be. */
const reader = () => {
  let page: LedgerPage = emptyPage();
  return (seen: SeenFeed, hours: number, acceptsMissing = 0): ImportPlan => {
    const plan = planImport(seen, [page], { absence, nowMs: noon + hours * HOUR, acceptsMissing });
    const { notes, steps, forget } = allowedOf(plan, seen, [page]);
    const put = Object.fromEntries([
      ...notes,
      ...steps.map(({ workflowId, entry }) => [workflowId, entry] as const),
    ]);
    const sent = steps.map(({ workflowId }) => workflowId);
    page = changePage(page, { version: page.version, put, sent, forget });
    return plan;
  };
};
const outcomes = ({ steps }: ImportPlan) => steps.map(({ workflowId, outcome }) => [workflowId, outcome]);

test('what is missing three times over two hours is cancelled once, and booked again when it comes back', () => {
  const read = reader();
  read(feed({ rows: rows(10) }), 0);
  const without = feed({ rows: rows(9) });
  expect([read(without, 1), read(without, 2)].map(outcomes)).toEqual([[], []]);
  const plan = read(without, 3);
  expect(outcomes(plan)).toEqual([[id(9), 'gone']]);
  expect(plan.steps[0]).toMatchObject({
    reservation: null,
    entry: { status: 'cancelled', revision: noon + 1 },
  });
  expect(outcomes(read(without, 4))).toEqual([]);
  const back = read(feed({ rows: rows(10) }), 5);
  expect(back.steps).toMatchObject([{ outcome: 'changed', reservation: { revision: noon + 2 } }]);
});

test('what a held reading shows is there: its absence begins anew', () => {
  const read = reader();
  read(feed({ rows: rows(10) }), 0);
  for (const hours of [1, 2]) expect(outcomes(read(feed({ rows: rows(9) }), hours))).toEqual([]);
  expect(read(feed({ rows: [row(9), ...rows(2)] }), 3).held).toMatch(/^7 of the 10/);
  for (const hours of [4, 5]) expect(outcomes(read(feed({ rows: rows(9) }), hours))).toEqual([]);
  expect(outcomes(read(feed({ rows: rows(9) }), 6))).toEqual([[id(9), 'gone']]);
});

test('what comes back before that begins anew', () => {
  const read = reader();
  read(feed({ rows: rows(10) }), 0);
  for (const hours of [1, 2]) read(feed({ rows: rows(9) }), hours);
  read(feed({ rows: rows(10) }), 3);
  for (const hours of [4, 5]) expect(outcomes(read(feed({ rows: rows(9) }), hours))).toEqual([]);
});

test('what is passed over or bad is there', () => {
  const read = reader();
  read(feed({ rows: rows(10) }), 0);
  const seen = feed({
    rows: rows(8),
    passedOver: [{ reservationId: 'R8' }],
    bad: [{ propertyId: null, reservationId: 'R9' }],
  });
  for (const hours of [1, 2, 3, 4]) expect(read(seen, hours)).toMatchObject({ steps: [], missing: 0 });
});

test('a stay that moved to another property is missing from the first', () => {
  const read = reader();
  read(feed({ rows: rows(10) }), 0);
  const moved = feed({ rows: [...rows(9), row(9, { propertyId: 'harbour' })] });
  expect(read(moved, 1)).toMatchObject({ missing: 1, steps: [{ outcome: 'new' }] });
});

test('an empty feed is held, also where only one stay was ahead; one with blocks alone is not empty', () => {
  const read = reader();
  read(feed({ rows: rows(1) }), 0);
  expect(read(feed(), 1).held).toMatch(/it is empty/);
  expect(read(feed({ passedOver: [{ reservationId: 'block-1' }] }), 2)).toMatchObject({
    held: null,
    missing: 1,
  });
});

test('a held reading does nothing, however often it comes; accepted, what is missing is cancelled at once', () => {
  const read = reader();
  read(feed({ rows: rows(10) }), 0);
  for (const hours of [1, 2, 3, 4]) expect(read(feed({ rows: rows(5) }), hours).held).toMatch(/^5 of the 10/);
  expect(read(feed({ rows: rows(10) }), 5)).toMatchObject({ held: null, steps: [], unchanged: 10 });
  expect(read(feed({ rows: rows(4) }), 6, 5).held).toMatch(/^6 of the 10/);
  expect(outcomes(read(feed({ rows: rows(5) }), 6, 5))).toEqual(
    [5, 6, 7, 8, 9].map((number) => [id(number), 'gone']),
  );
});

test.each([
  ['a bad row without an id', { bad: [{ propertyId: null, reservationId: null }] }, /without an id/],
  ['an old copy', { rows: [...rows(8), row(8, { revision: 1, contentHash: 'old' })] }, /old copy/],
])('%s: nothing counts as missing', (_what, parts, doubt) => {
  const read = reader();
  read(feed({ rows: [...rows(8), row(8, { revision: 5 }), row(9)] }), 0);
  const seen = feed({ rows: [...rows(8), row(8, { revision: 5 })], ...parts });
  for (const hours of [1, 2, 3, 4]) {
    const plan = read(seen, hours);
    expect(plan).toMatchObject({ steps: [], held: null });
    expect(plan.doubt).toMatch(doubt);
  }
});

const partOfIt = { extent: 'partial', why: 'it is page 1 of 2' } as const;
const maybeAll = { extent: 'unknown', why: 'it is a bare list' } as const;

test.each([partOfIt, maybeAll])(
  'a reading that is not known to be whole ($extent) counts nothing as missing, and holds nothing up',
  (completeness) => {
    const read = reader();
    read(feed({ rows: rows(10) }), 0);
    const changed = row(0, { contentHash: 'changed' });
    const seen = feed({ rows: [changed, row(11)], completeness });
    expect(outcomes(read(seen, 1))).toEqual([
      [id(0), 'changed'],
      [id(11), 'new'],
    ]);
    for (const hours of [2, 3, 4, 5]) {
      expect(read(seen, hours)).toMatchObject({ steps: [], lacking: 9, held: null, doubt: completeness.why });
    }
    expect(read(feed({ completeness }), 6)).toMatchObject({ steps: [], held: null });
  },
);

test('a human may vouch for a list that does not say whether it is whole, and not against one that says it is not', () => {
  const read = reader();
  read(feed({ rows: rows(3) }), 0);
  expect(outcomes(read(feed({ rows: rows(2), completeness: partOfIt }), 1, Infinity))).toEqual([]);
  expect(outcomes(read(feed({ rows: rows(2), completeness: maybeAll }), 2, Infinity))).toEqual([
    [id(2), 'gone'],
  ]);
});

test('a part of the feed in between neither counts towards an absence nor ends it', () => {
  const read = reader();
  read(feed({ rows: rows(10) }), 0);
  const without = feed({ rows: rows(9) });
  for (const hours of [1, 2]) read(without, hours);
  read(feed({ rows: rows(9), completeness: partOfIt }), 3);
  expect(outcomes(read(without, 4))).toEqual([[id(9), 'gone']]);
});

test('a cancellation that broke off is sent again', () => {
  const entry = {
    hash: '',
    revision: 8,
    status: 'cancelled',
    arrivesAt: noon + 99 * HOUR,
    departsAt: null,
    isUnsent: true,
  } as const;
  const page = { version: 3, entries: { [id(1)]: entry } };
  const plan = planImport(feed({ rows: rows(1) }), [page], { absence, nowMs: noon });
  expect(plan.steps).toContainEqual({ workflowId: id(1), outcome: 'gone', entry, reservation: null });
});

test('what is over and dropped by the feed is forgotten after a week', () => {
  const read = reader();
  read(feed({ rows: rows(2) }), 0);
  const after = (days: number) => 31 * 24 + 4 * 24 + days * 24;
  expect(read(feed({ rows: rows(1) }), after(5)).forget).toEqual([]);
  expect(read(feed({ rows: rows(1) }), after(9)).forget).toEqual([id(1)]);
});

test('a copy from last week, which shows again what the feed had dropped since, is held as long as it lasts', () => {
  const read = reader();
  // One guest leaves on the third day, and the feed drops the stay.
  const leaving = row(99, { stay: { arrival: '2027-03-01T16:00', departure: '2027-03-03T11:00' } });
  const lastWeek = feed({ rows: [leaving, ...rows(9)] });
  read(lastWeek, 0);
  const now = feed({ rows: rows(10) });
  read(now, 3 * 24);
  read(now, 5 * 24);
  const plans = [1, 2, 3, 4].map((hours) => read(lastWeek, 5 * 24 + hours));
  expect(plans.map(outcomes)).toEqual([[], [], [], []]);
  expect(plans.map(({ held }) => held)).toEqual(
    Array(4).fill('it is an old copy: it has stays again that were over and that it had dropped (1)'),
  );
  expect(outcomes(read(now, 5 * 24 + 5))).toEqual([]);
});

test('a feed that shows older stays from now on, and lacks nothing, is believed', () => {
  const read = reader();
  const leaving = row(99, { stay: { arrival: '2027-03-01T16:00', departure: '2027-03-03T11:00' } });
  read(feed({ rows: [leaving, ...rows(9)] }), 0);
  read(feed({ rows: rows(9) }), 3 * 24);
  expect(read(feed({ rows: [leaving, ...rows(9)] }), 5 * 24)).toMatchObject({ held: null, steps: [] });
  const gone = [0, 1, 2].map((hours) => read(feed({ rows: [leaving, ...rows(8)] }), 5 * 24 + 1 + hours));
  expect(gone.map(({ held }) => held)).toEqual([null, null, null]);
  expect(gone.map(outcomes)).toEqual([[], [], [[id(8), 'gone']]]);
});
