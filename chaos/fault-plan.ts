import fc from 'fast-check';

/** What can be broken. Each is put right again after `lastsMs`, or by itself. */
export const breakNames = [
  'kill worker 1',
  'kill worker 2',
  'kill both workers',
  'kill api',
  'kill temporal',
  'kill postgres',
  'kill workers in an import',
  'stop a worker gracefully',
  'stop the api gracefully',
  'deploy workers one by one',
  'rotate keys',
  'worker clock ahead',
  'api clock behind',
  'seam outage',
  'seam 429 storm',
  'seam 500s',
  'seam html 502s',
  'seam hangs',
  'seam slow',
  'seam loses answers',
  'seam resets after create',
  'seam spoils answers',
  'seam lists stale',
  'seam lists stale too long',
  'seam clock ahead',
  'webhooks missing',
  'webhooks twice',
  'webhooks late and out of order',
  'mail server down',
  'pms webhook down',
] as const;
export type BreakName = (typeof breakNames)[number];

export interface PlannedBreak {
  name: BreakName;
  /** Milliseconds after the season's start. */
  at: number;
  lastsMs: number;
}

const FIRST_AT_MS = 8_000;
const LAST_BEFORE_END_MS = 10_000;

/** Every kind at least once where there are enough of them, in a drawn order, evenly over the time. */
export const planBreaks = (
  count: number,
  minutes: number,
  seed: number,
  names: readonly BreakName[] = breakNames,
): PlannedBreak[] => {
  const space = minutes * 60_000 - FIRST_AT_MS - LAST_BEFORE_END_MS;
  const rounds = Math.ceil(count / names.length);
  const [order = []] = fc.sample(
    fc.tuple(
      ...Array.from({ length: rounds }, () =>
        fc.shuffledSubarray([...names], { minLength: names.length, maxLength: names.length }),
      ),
    ),
    { numRuns: 1, seed },
  );
  const lengths = fc.sample(fc.integer({ min: 3, max: 20 }), { numRuns: count, seed });
  return order
    .flat()
    .slice(0, count)
    .map((name, index) => ({
      name,
      at: Math.round(FIRST_AT_MS + (space * index) / count),
      lastsMs: (lengths[index] ?? 5) * 1000,
    }));
};
