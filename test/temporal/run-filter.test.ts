import { expect, test } from 'vitest';
import { HORIZON, horizonMs } from '../../src/temporal/horizon.ts';
import { queryOf } from '../../src/temporal/run-filter.ts';

const now = Date.parse('2026-12-01T12:00:00Z');

test('conditions add up, and none is said twice', () => {
  expect(queryOf({ withoutCode: true, arrivesWithin: '24h', property: "Ann's" }, now)).toBe(
    "ExecutionStatus = 'Running' AND AccessStatus IN ('needs_attention', 'in_progress', 'planned')" +
      " AND PropertyId = 'Ann''s' AND ArrivalAt < '2026-12-02T12:00:00.000Z'",
  );
});

test('no condition is no query', () => {
  expect(queryOf({}, now)).toBe('');
});

test.each([
  ['90m', 5_400_000],
  ['24h', 86_400_000],
  ['3d', 259_200_000],
  ['24', null],
  ['1.5h', null],
  ['-1h', null],
  ['', null],
])('a horizon of "%s"', (text, expected) => {
  expect(horizonMs(text)).toBe(expected);
  expect(HORIZON).toContain('24h');
});
