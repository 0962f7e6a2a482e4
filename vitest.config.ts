import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

// Of the processes that tests start, hundreds of them with the same modules: each is compiled once.
const compiledOnce = { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/compiled') };

export default defineConfig({
  test: {
    // Left to itself it keeps one core free, and most tests wait for a server more than they compute.
    maxWorkers: Math.max(2, availableParallelism()),
    sequence: { sequencer: LongestFirst },
    reporters: ['default', './test/support/plain-count-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'test/{domain,feeds,fetch,metrics,seam,seam-check,simulator,activities,notify,local,recording,temporal,project,commands,client,stack,chaos,environment,engines,words,traces,simulation}/**/*.test.ts',
            'test/*.test.ts',
          ],
          env: compiledOnce,
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
          env: compiledOnce,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/support/temporal-binary.ts',
          // For what the tests start: encryption has tests of its own.
          env: { ...compiledOnce, STAYKEY_PAYLOAD_ENCRYPTION: 'off' },
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // After the others: each file starts several processes, and two at a time are enough.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
