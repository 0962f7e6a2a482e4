import { describe, expect, test } from 'vitest';
import { parseServerVersion, skipsTime } from '../../src/temporal/temporal-version.ts';

describe('parseServerVersion', () => {
  test.each([
    ['temporal version 0.0.0-DEV (Server 1.32.0, UI 2.50.1)', '1.32.0'],
    ['temporal version 1.7.3 (Server 1.32.0-158.0, UI 2.49.0)\n', '1.32.0-158.0'],
  ])('%s', (text, version) => {
    expect(parseServerVersion(text)).toBe(version);
  });

  test('quotes what it cannot read', () => {
    expect(() => parseServerVersion('temporal 3')).toThrow('"temporal 3" names no server; expected');
  });
});

test.each([
  ['1.31.2', false],
  ['1.32.0-158.0', false],
  ['1.32.0', true],
  ['1.32.1-rc.1', true],
  ['1.100.0', true],
  ['2.0.0', true],
])('server %s skips time: %s', (version, expected) => {
  expect(skipsTime(version)).toBe(expected);
});
