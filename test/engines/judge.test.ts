import { expect, test } from 'vitest';
import { judge, trulyWithoutCode } from '../../bench/engines/driver/judge.ts';
import type { Plan, PlannedStay } from '../../bench/engines/driver/plan.ts';
import type { SeamState } from '../../bench/engines/driver/simulator.ts';

const startMs = Date.parse('2026-03-01T12:00:00.000Z');
const isoAfter = (ms: number) => new Date(startMs + ms).toISOString();

const stay = (parts: Partial<PlannedStay> & { id: string }): PlannedStay => ({
  doorId: 'door-1',
  bookAt: 0,
  arrivesAt: 5_600,
  change: null,
  cancelAt: null,
  ...parts,
});

const planOf = (...stays: PlannedStay[]): Plan => ({
  stays,
  doorIds: ['door-0', 'door-1'],
  deadDoorId: 'door-0',
  staysForMs: 60_000,
  warmUp: 0,
});

const codes = (...made: { name: string; door?: string; setAfter?: number }[]): SeamState => ({
  access_codes: made.map(({ name, door = 'door-1' }, index) => ({
    access_code_id: `code-${index}`,
    device_id: door,
    name,
    created_at: isoAfter(index),
  })),
  events: made.flatMap(({ setAfter }, index) =>
    setAfter === undefined
      ? []
      : [
          {
            event_type: 'access_code.set_on_device',
            access_code_id: `code-${index}`,
            occurred_at: isoAfter(setAfter),
          },
        ],
  ),
  requests: [],
});

const told = (...keys: string[]) => keys.map((key) => ({ key, at: startMs }));

const verdictOf = (plan: Plan, seam: SeamState, ...keys: string[]) =>
  judge({ plan, startMs, seam, told: told(...keys), revivedAt: startMs + 20_000 });

test('a stay with its code and its PIN told once leaves nothing to say', () => {
  const verdict = verdictOf(planOf(stay({ id: 'a' })), codes({ name: 'a/1', setAfter: 300 }), 'a/1/pin');
  expect(verdict).toEqual({
    codes: 1,
    madeTwice: 0,
    madeTwiceUnseen: 0,
    withoutCode: 0,
    lost: [],
    deadlinesLost: [],
    deadlinesTold: 0,
    toldTwice: 0,
  });
});

test('a second code of the same stay and revision is one made twice, one of another revision is not', () => {
  const seam = codes(
    { name: 'a/1', setAfter: 300 },
    { name: 'a/1', setAfter: 400 },
    { name: 'a/2', setAfter: 900 },
  );
  expect(verdictOf(planOf(stay({ id: 'a' })), seam).madeTwice).toBe(1);
});

test('a PIN that nobody was told is lost, and one told again is told twice', () => {
  const plan = planOf(stay({ id: 'a' }), stay({ id: 'b' }));
  const seam = codes({ name: 'a/1', setAfter: 300 }, { name: 'b/1', setAfter: 300 });
  const verdict = verdictOf(plan, seam, 'b/1/pin', 'b/1/pin');
  expect(verdict.lost).toEqual(['a/1/pin']);
  expect(verdict.toldTwice).toBe(1);
});

test('a changed stay needs the code and PIN of its last revision, and a notice of the older code if there is one', () => {
  const plan = planOf(stay({ id: 'a', change: { at: 1_000, arrivesAt: 6_600 } }));
  const both = codes({ name: 'a/1', setAfter: 300 }, { name: 'a/2', setAfter: 1_300 });
  expect(verdictOf(plan, both, 'a/1/pin').lost).toEqual(['a/2/pin', 'a/1/orphan']);
  expect(verdictOf(plan, codes({ name: 'a/2', setAfter: 1_300 }), 'a/2/pin').lost).toEqual([]);
  expect(verdictOf(plan, codes({ name: 'a/1', setAfter: 300 }), 'a/1/pin').withoutCode).toBe(1);
});

test('a cancelled stay needs no code, and a notice of each there is', () => {
  const plan = planOf(stay({ id: 'a', cancelAt: 1_000 }));
  const verdict = verdictOf(plan, codes({ name: 'a/1', setAfter: 300 }), 'a/1/pin');
  expect(verdict.withoutCode).toBe(0);
  expect(verdict.lost).toEqual(['a/called-off', 'a/1/orphan']);
});

test('a deadline that passed ten seconds before the code worked needs its notice', () => {
  const plan = planOf(stay({ id: 'a', doorId: 'door-0' }));
  const seam = codes({ name: 'a/1', door: 'door-0', setAfter: 300 });
  const verdict = verdictOf(plan, seam, 'a/1/late-24', 'a/1/pin');
  expect(verdict.deadlinesLost).toEqual(['a/1/late-4', 'a/1/late-0']);
  expect(verdict.deadlinesTold).toBe(1);
});

test('an operator must be shown the stays of the dead door that arrive in the window, and no cancelled one', () => {
  const plan = planOf(
    stay({ id: 'dead', doorId: 'door-0' }),
    stay({ id: 'later', doorId: 'door-0', arrivesAt: 9_000 }),
    stay({ id: 'cancelled', doorId: 'door-0', cancelAt: 1_000 }),
    stay({ id: 'served' }),
  );
  const seam = codes({ name: 'dead/1', door: 'door-0', setAfter: 300 }, { name: 'served/1', setAfter: 300 });
  const evidence = { plan, startMs, seam, told: [], revivedAt: Infinity };
  expect(trulyWithoutCode(evidence, startMs, startMs + 8_000)).toEqual(['dead']);
});

test('a second code is unseen where the first was made only after the look', () => {
  const request = (path: string, ms: number, more: object) => ({
    at: isoAfter(ms),
    path,
    query: { search: 'a/' },
    faults: [],
    created_access_code_id: null,
    ...more,
  });
  // The first code is made at 0 ms, the second at 1 ms.
  const made = codes({ name: 'a/1', setAfter: 300 }, { name: 'a/1', setAfter: 400 });
  const madeAfterLookAt = (ms: number): SeamState => ({
    ...made,
    requests: [
      request('/access_codes/list', ms, {}),
      request('/access_codes/create', ms + 1, { created_access_code_id: 'code-1' }),
    ],
  });
  expect(verdictOf(planOf(stay({ id: 'a' })), madeAfterLookAt(-50)).madeTwiceUnseen).toBe(1);
  expect(verdictOf(planOf(stay({ id: 'a' })), madeAfterLookAt(50)).madeTwiceUnseen).toBe(0);
});
