import { execa } from 'execa';
import { expect, test } from 'vitest';
import { findFaketime, skewedClock } from '../../chaos/skew-clock.ts';

test(
  'a skewed process has another date, and its timers take as long as ever',
  { tags: 'faketime' },
  async () => {
    const library = (await findFaketime()) ?? '';
    const program = `
    const began = performance.now();
    setTimeout(() => console.log(JSON.stringify({ now: Date.now(), took: performance.now() - began })), 200);`;
    const { stdout } = await execa(process.execPath, ['--eval', program], {
      env: skewedClock(library, -240),
    });
    const { now, took } = JSON.parse(stdout) as { now: number; took: number };
    expect(Math.round((Date.now() - now) / 1000)).toBeCloseTo(240, -1);
    expect(took).toBeGreaterThan(190);
    expect(took).toBeLessThan(60_000);
  },
);
