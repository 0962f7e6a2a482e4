import { findTemporalBinary } from '../../src/temporal/find-temporal.ts';

/**
 * A `temporal` command that can skip time. Whoever runs the tests may have TEMPORAL_ADDRESS set, perhaps to a
 * production cluster: tests never look at it.
 */
export const temporalForTests = () =>
  findTemporalBinary({ needs: 'time-skipping', say: (line) => process.stderr.write(`${line}\n`) });

/** Vitest's global set-up for tests that start servers in child processes: those find the command cached. */
export default async function setup(): Promise<void> {
  await temporalForTests();
}
