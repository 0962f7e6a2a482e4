import { expect, test } from 'vitest';
import { followGo } from '../../src/temporal/build-progress.ts';

test('says how far Go is, at most every three seconds', () => {
  let now = 0;
  const said: string[] = [];
  const line = followGo((text) => said.push(text), { packages: 1630, now: () => now });

  for (let second = 0; second <= 7; second++) {
    now = second * 1_000;
    for (let each = 0; each < 200; each++) line(`example.com/package/v${second}/number-${each}`);
  }

  expect(said).toEqual([
    'building the Temporal server: 601 of 1,630 packages',
    'building the Temporal server: 1,201 of 1,630 packages',
  ]);
});

test('shows module downloads, and counts nothing else that Go prints', () => {
  let now = 0;
  const said: string[] = [];
  const line = followGo((text) => said.push(text), { now: () => now });

  line('go: downloading go.temporal.io/api v1.63.5');
  now = 5_000;
  line('# example.com/package');
  line('package.go:3:1: syntax error');
  line('go: downloading go.temporal.io/server v1.32.0');

  expect(said).toEqual(['downloading Go modules: 2 so far, now go.temporal.io/server v1.32.0']);
});
