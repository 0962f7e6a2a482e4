import { expect, test } from 'vitest';
import { breakNames, planBreaks } from '../../chaos/fault-plan.ts';
import type { Case, Followed, SeamCode } from '../../chaos/evidence.ts';
import { checkAnHourLater, checkAtRest } from '../../chaos/invariants.ts';
import { planSeason } from '../../chaos/season.ts';

test('a seed is a season: the same one again, another one otherwise', () => {
  expect(planSeason(50, 5, 1)).toEqual(planSeason(50, 5, 1));
  expect(planSeason(50, 5, 1)).not.toEqual(planSeason(50, 5, 2));
});

test('the mix is that of a real season', () => {
  const { bookings } = planSeason(2_000, 20, 3);
  const share = (count: number) => count / bookings.length;
  const last = bookings.map(({ revisions }) => revisions.at(-1));
  expect(share(last.filter((revision) => revision?.status === 'cancelled').length)).toBeCloseTo(0.31, 1);
  const changed = bookings.filter(({ revisions }) => revisions[1]?.status === 'confirmed');
  expect(share(changed.length)).toBeCloseTo(0.07, 1);
  for (const { revisions } of bookings) {
    const [first, second] = revisions;
    expect(first?.sentAt).toBeLessThan(first?.arrival ?? 0);
    if (second) expect(second.sentAt).toBeGreaterThan(first?.sentAt ?? Infinity);
  }
});

test('each kind of fault comes once before any comes twice, and all lie within the time', () => {
  const planned = planBreaks(breakNames.length * 2, 10, 5);
  const first = planned.slice(0, breakNames.length).map(({ name }) => name);
  expect(new Set(first).size).toBe(breakNames.length);
  for (const { at } of planned) expect(at).toBeLessThan(10 * 60_000);
});

const code = (parts: Partial<SeamCode>): SeamCode => ({
  access_code_id: 'code-1',
  device_id: 'door',
  name: 'staykey chaos/house-0/C-1 #1',
  code: '1111',
  ends_at: '2099-01-01T00:00:00Z',
  removed_at: null,
  ...parts,
});
const emptyCase = (parts: Partial<Case>): Case => ({
  bookings: [],
  startsAt: 0,
  takenAt: new Map(),
  at: Date.now(),
  seam: { now: '', access_codes: [], requests: [], deliveries: [] },
  followed: new Map(),
  silent: [],
  mails: [],
  events: [],
  ...parts,
});
const violated = (evidence: Case): string[] =>
  [...checkAtRest(evidence), ...checkAnHourLater(evidence)]
    .filter(({ violations }) => violations.length > 0)
    .map(({ name }) => name);
const ready = (id: string, reservationId: string, pin: string) => ({
  at: 1,
  id,
  type: 'access_codes.ready',
  reservationId,
  doors: [{ doorId: 'door', pin }],
});

test('nothing is wrong with nothing', () => {
  expect(violated(emptyCase({}))).toEqual([]);
});

test('the check sees two codes of one name, and live codes that no run knows', () => {
  const access_codes = [code({}), code({ access_code_id: 'code-2', code: '2222' })];
  const seam = { now: '', access_codes, requests: [], deliveries: [] };
  expect(violated(emptyCase({ seam }))).toEqual([
    'A code made twice and not raised to staff',
    'A live code that nobody wants, without a notice',
  ]);
});

test('the check counts a second code only where staff were told of it', () => {
  const access_codes = [code({}), code({ access_code_id: 'code-2', code: '2222' })];
  const seam = { now: '', access_codes, requests: [], deliveries: [] };
  const twin = { noticeId: 'code-2/1', code: { accessCodeId: 'code-2' }, closed: null };
  const run = (notices: object[]) =>
    new Map([
      [
        'C-1',
        {
          notices,
          state: { doors: [{ code: { accessCodeId: 'code-1' }, orphanedCodes: [twin] }] },
        } as unknown as Followed,
      ],
    ]);
  const told = emptyCase({ seam, followed: run([{ id: 'reservation/chaos/house-0/C-1/1234/code-2/1' }]) });
  expect(violated(told)).toEqual([]);
  expect(violated(emptyCase({ seam, followed: run([]) }))).toEqual([
    'A code made twice and not raised to staff',
    'A live code that nobody wants, without a notice',
  ]);
});

test('the check sees a PIN of another reservation, and one told in two messages', () => {
  const seam = {
    now: '',
    access_codes: [code({ ends_at: '2020-01-01T00:00:00Z' })],
    requests: [],
    deliveries: [],
  };
  expect(violated(emptyCase({ seam, events: [ready('m1', 'C-2', '1111')] }))).toEqual([
    'A PIN told that is not the one of this reservation’s code',
  ]);
  expect(
    violated(emptyCase({ seam, events: [ready('m1', 'C-1', '1111'), ready('m2', 'C-1', '1111')] })),
  ).toEqual(['A code version told in two messages']);
});

test('the check sees a reservation that nobody follows', () => {
  const { bookings } = planSeason(1, 1, 1);
  expect(
    violated(emptyCase({ bookings: bookings.map((booking) => ({ ...booking, via: 'api' as const })) })),
  ).toContain('A reservation lost, or followed by an old revision');
});

test('the check sees a run that does not say how it stands', () => {
  expect(
    violated(emptyCase({ silent: ['reservation/chaos/house-0/C-1: its history does not replay'] })),
  ).toEqual(['A run that does not say how it stands']);
});

const MINUTE = 60_000;
/** A stay that arrives ten minutes after the start of the season, told so long after that. */
const toldAfterArrival = (ms: number, { startedAt = 0, raisedAfter = NaN } = {}): Case => {
  const arrival = 10 * MINUTE;
  const [booking] = planSeason(1, 1, 1).bookings;
  const stay = { revision: 1, sentAt: 0, status: 'confirmed' as const, arrival, departure: 2 * arrival };
  if (!booking) throw new Error('The season has no booking');
  const { key } = booking;
  const notices = Number.isNaN(raisedAfter)
    ? []
    : [{ id: 'one', raisedAt: new Date(arrival + raisedAfter).toISOString() }];
  const state = { revision: 1, stay: {}, doors: [{ state: 'completed', orphanedCodes: [] }] };
  const run = { startedAt, notices, state } as unknown as Followed;
  return emptyCase({
    bookings: [{ ...booking, via: 'feed', revisions: [stay] }],
    at: 60 * MINUTE,
    followed: new Map([[key.reservationId, run]]),
    seam: {
      now: '',
      access_codes: [code({ name: `staykey a/b/${key.reservationId} #1`, ends_at: '1970-01-01T00:00:00Z' })],
      requests: [],
      deliveries: [],
    },
    events: [{ ...ready('m1', key.reservationId, '1111'), at: arrival + ms }],
  });
};
const late = 'A PIN told late without staff having been told';
const silent = 'An arrival without a told PIN, and staff not told';

test('the check sees a PIN that comes after the arrival, unless staff heard of it by then', () => {
  expect(violated(toldAfterArrival(20_000))).toEqual([]);
  expect(violated(toldAfterArrival(40_000))).toEqual([late, silent]);
  expect(violated(toldAfterArrival(40_000, { raisedAfter: 1_000 }))).toEqual([]);
  expect(violated(toldAfterArrival(40_000, { raisedAfter: 60_000 }))).toEqual([late]);
});

test('the check allows a booking that came after its arrival five minutes', () => {
  const startedAt = 12 * MINUTE;
  expect(violated(toldAfterArrival(6 * MINUTE, { startedAt }))).toEqual([]);
  expect(violated(toldAfterArrival(8 * MINUTE, { startedAt }))).toEqual([late, silent]);
});
