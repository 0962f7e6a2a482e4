import { expect, test } from 'vitest';
import { stateTime } from '../../src/recording/state-time.ts';

const at = Date.parse('2025-06-01T00:00:00Z');

test.each([
  ['2025-06-01T00:00:00Z', at],
  ['2025-06-01T00-00-00Z', at],
  ['20250601T000000Z', at],
  ['2025-06-01T00:00Z', at],
  ['20250601T0000Z', at],
  ['2025-06-01_00-00', at],
  ['2025-06-01 00.00.00', at],
  ['2025-06-01T00:00:00.250Z', at + 250],
  ['2025-06-01T00-00-00-250Z', null],
  ['2025-06-01T02:00:00+02:00', at],
  ['2025-06-01T02-00-00+0200', at],
  ['2025-05-31T17-00-00-07-00', at],
  ['2025-05-31T17-00-07-00', at],
  ['20250601T020000+02', at],
])('a file called %s is of its time', (stem, expected) => {
  expect(stateTime(stem)).toBe(expected);
});

test.each(['latest', '2025-06-01', '2025-13-01T00:00:00Z', '2025-06-01T25:00:00Z', '1748736000', ''])(
  'a file called %j is of no time',
  (stem) => {
    expect(stateTime(stem)).toBeNull();
  },
);
