import { expect, test } from 'vitest';
import { whole } from '../../src/domain/completeness.ts';
import { changePage, type LedgerEntry, type LedgerPage } from '../../src/domain/feed-ledger.ts';
import { fullPageBytes, pageChanges } from '../../src/domain/page-changes.ts';
import type { ImportPlan } from '../../src/domain/plan-import.ts';

const entry: LedgerEntry = {
  hash: 'a'.repeat(64),
  revision: 1_764_000_000_000,
  status: 'confirmed',
  arrivesAt: 1_764_000_000_000,
  departsAt: 1_764_000_000_000,
  isUnsent: true,
};

const planFor = (ids: string[], forget: string[] = []): ImportPlan => ({
  steps: ids.map((workflowId) => ({
    workflowId,
    outcome: 'new',
    entry,
    reservation: {
      source: 'pms',
      propertyId: 'p',
      reservationId: workflowId,
      revision: 1,
      status: 'confirmed',
      stay: { arrival: '2027-01-01T16:00', departure: null },
      doorIds: ['d'],
      guest: {},
    },
  })),
  notes: new Map(),
  lacking: 0,
  missing: 0,
  completeness: whole,
  doubt: null,
  held: null,
  unchanged: 0,
  over: 0,
  oldCopies: [],
  forget,
});

const carryOut = (pages: LedgerPage[], plan: ImportPlan): LedgerPage[] => {
  const result = [...pages];
  for (const { number, page, steps, forget } of pageChanges(pages, plan)) {
    const put = Object.fromEntries(steps.map((step) => [step.workflowId, step.entry]));
    result[number] = changePage(page, { version: page.version, put, sent: [], forget });
  }
  return result;
};

const ids = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `reservation/hostaway/beach-house/${100_000 + from + index}`);

test('fifty thousand reservations lie on few pages, each far below what one payload may be', () => {
  const pages = carryOut([], planFor(ids(50_000)));
  expect(pages.length).toBeLessThan(60);
  expect(pages.flatMap(({ entries }) => Object.keys(entries))).toHaveLength(50_000);
  for (const page of pages) expect(JSON.stringify(page.entries).length).toBeLessThanOrEqual(fullPageBytes);
});

test('what is known stays on its page, what is new fills the room that is left', () => {
  const pages = carryOut([], planFor(ids(3_000)));
  const [first] = ids(1);
  const changes = pageChanges(pages, planFor([...ids(100, 9_000), first ?? '']));
  expect(changes[0]?.steps.map(({ workflowId }) => workflowId)).toContain(first);
  expect(changes.reduce((sum, { steps }) => sum + steps.length, 0)).toBe(101);
  // The full pages have no room for a hundred.
  expect(changes.at(-1)?.number).toBe(pages.length - 1);
});

test('a page that forgets has room again', () => {
  const pages = carryOut([], planFor(ids(3_000)));
  const forgotten = carryOut(pages, planFor([], ids(500)));
  const changes = pageChanges(forgotten, planFor(ids(400, 9_000)));
  expect(changes.map(({ number }) => number)).toEqual([0]);
});
