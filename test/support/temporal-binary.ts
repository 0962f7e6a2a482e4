import type { TestProject } from 'vitest/node';
import { commandPath } from '../../src/stack/temporal.ts';
import { findTemporalBinary } from '../../src/temporal/find-temporal.ts';
import { bundleOnce } from './workflow-bundle.ts';

/**
 * A `temporal` command that can skip time. Whoever runs the tests may have TEMPORAL_ADDRESS set, perhaps to a
 * production cluster: tests never look at it.
 */
export const temporalForTests = () => findTemporalBinary({ needs: 'time-skipping', say });

const say = (line: string) => process.stderr.write(`${line}\n`);

/**
 * Vitest's global set-up for tests that start servers and workers in child processes: those find the commands cached, and
 * workers without encryption the workflows put together.
 */
export default async function setup(project: TestProject): Promise<void> {
  await temporalForTests();
  // Built within a test they would take longer than it may.
  for (const command of ['temporal-server', 'temporal-sql-tool'] as const)
    await commandPath(command, { say });
  await bundleOnce(project);
}
