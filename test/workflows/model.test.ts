import fc from 'fast-check';
import { test } from 'vitest';
import { playToTheEnd } from './model/play-to-the-end.ts';
import { aStory } from './model/steps.ts';

/**
 * A handful on the real server, the same everywhere: thousands are played in the simulation (docs/simulation.md).
 * STAYKEY_SEED and STAYKEY_RUNS ask for others and for more.
 */
const seed = Number(process.env['STAYKEY_SEED'] ?? 20_260_112);
const numRuns = Number(process.env['STAYKEY_RUNS'] ?? 5);
const SHRINK_MS = 240_000;

test(
  `whatever happens to a reservation, no live code goes unnoticed and no guest is left without word (seed ${seed})`,
  { timeout: SHRINK_MS + numRuns * 20_000 },
  () =>
    fc.assert(fc.asyncProperty(aStory(8), playToTheEnd), {
      seed,
      numRuns,
      interruptAfterTimeLimit: SHRINK_MS + numRuns * 10_000,
      markInterruptAsFailure: true,
    }),
);
