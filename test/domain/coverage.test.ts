import { describe, expect, test } from 'vitest';
import { covers } from '../../src/domain/coverage.ts';
import { isSameInstant } from '../../src/domain/instant-text.ts';
import { aCode, aCoverage } from './builders.ts';

// The code opens from 2026-12-02T00:00Z to 2026-12-05T18:00Z.
describe('a live code serves', () => {
  test.each([
    ['the coverage it was made for', {}],
    ['a later opening', { startsAt: '2026-12-02T01:00:00.000Z' }],
    ['an earlier closing', { endsAt: '2026-12-04T18:00:00.000Z' }],
    ['the same instants in another zone', { startsAt: '2026-12-01T16:00:00-08:00' }],
  ])('%s', (_, coverage) => {
    expect(covers(aCode(), aCoverage(coverage))).toBe(true);
  });
});

describe('a live code does not serve', () => {
  test.each([
    ['an opening a minute earlier', { startsAt: '2026-12-01T23:59:00.000Z' }],
    ['a closing a minute later', { endsAt: '2026-12-05T18:01:00.000Z' }],
    ['other days', { startsAt: '2026-12-06T00:00:00.000Z', endsAt: '2026-12-08T18:00:00.000Z' }],
  ])('%s', (_, coverage) => {
    expect(covers(aCode(), aCoverage(coverage))).toBe(false);
  });

  test.each([{ startsAt: null }, { endsAt: null }, { startsAt: 'soon' }, { endsAt: '' }])(
    'anything, when all it says of its times is %j',
    (code) => {
      expect(covers(aCode(code), aCoverage())).toBe(false);
    },
  );
});

test.each([
  ['2026-12-02T00:00:00.000Z', '2026-12-01T16:00:00-08:00', true],
  ['2026-12-02T00:00:00Z', '2026-12-02T00:00:00.000Z', true],
  ['2026-12-02T00:00:00.001Z', '2026-12-02T00:00:00.000Z', false],
  [null, '2026-12-02T00:00:00.000Z', false],
  ['soon', 'soon', false],
])('%s and %s are the same instant: %s', (one, other, same) => {
  expect(isSameInstant(one, other)).toBe(same);
});
