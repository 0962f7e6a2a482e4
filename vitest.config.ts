import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';
import { needTags } from './test/support/needs.ts';

// Each file of tests is a process, and tests start hundreds more, all with the same modules: each module is compiled once.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/compiled');
const withWorkflows = {
  STAYKEY_WORKFLOW_BUNDLE: join(import.meta.dirname, 'node_modules/.cache/tests/workflows.js'),
};

export default defineConfig({
  test: {
    // Twice as many as cores on a small machine: most tests wait for a server more than they compute.
    maxWorkers: availableParallelism() + 2,
    sequence: { sequencer: LongestFirst },
    // A program that is missing skips the tests that have its tag.
    tags: await needTags(process.env),
    reporters: ['default', './test/support/plain-count-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'test/{domain,feeds,fetch,metrics,seam,seam-check,simulator,activities,notify,local,recording,temporal,project,commands,client,stack,chaos,environment,engines,words,traces,simulation}/**/*.test.ts',
            'test/*.test.ts',
          ],
          // Some start the command line or a server, which takes seconds where the machine does much else.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'workflow',
          include: ['test/{workflows,api,cli,import,lists,desk,docs}/**/*.test.ts'],
          globalSetup: 'test/support/temporal-server.ts',
          setupFiles: 'test/support/quiet-runtime.ts',
          env: withWorkflows,
          // One that runs the command line a dozen times takes long where the machine does much else.
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/support/temporal-binary.ts',
          // For what the tests start: encryption has tests of its own.
          env: { ...withWorkflows, STAYKEY_PAYLOAD_ENCRYPTION: 'off' },
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // After the others, and two at a time: each file starts several processes, some a whole stack with its ports.
          maxWorkers: Math.max(2, availableParallelism()),
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
