import { readFileSync } from 'node:fs';
import { ESLint } from 'eslint';
import { describe, expect, test } from 'vitest';

// The borders alone, which need no types: those of the whole project take ten seconds to read.
const eslint = new ESLint({
  ruleFilter: ({ ruleId }) => ruleId.includes('no-restricted-'),
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
});

const complaints = async (filePath: string, code: string): Promise<string[]> => {
  const [result] = await eslint.lintText(code, { filePath });
  return (result?.messages ?? [])
    .filter(({ ruleId }) => ruleId?.includes('no-restricted-'))
    .map(({ message }) => message);
};

describe('imports point inward', () => {
  test.each([
    ['src/domain/ids.ts', "import '../workflows/run.ts';"],
    ['src/domain/ids.ts', "import 'node:fs';"],
    ['src/domain/ids.ts', 'export const now = Date.now();'],
    ['src/domain/ids.ts', 'export const now = new Date();'],
    ['src/domain/ids.ts', 'export const hour = new Date(5).getHours();'],
    ['src/workflows/run.ts', "import { createActivities } from '../activities/index.ts'; createActivities;"],
    ['src/workflows/run.ts', "import 'node:crypto';"],
    ['src/workflows/run.ts', "import 'zod';"],
    ['src/seam/client.ts', "import '../activities/index.ts';"],
    ['src/feeds/entry.ts', "import '../seam/client.ts';"],
    ['src/feeds/entry.ts', "import '../config.ts';"],
    ['src/feeds/ical/read-ical.ts', "import '../../seam/client.ts';"],
    ['src/feeds/ical/read-ical.ts', "import '../../config.ts';"],
    ['src/feeds/read-feed.ts', "import '../fetch/fetch-feed.ts';"],
    ['src/workflows/run.ts', "import '../fetch/fetch-feed.ts';"],
    ['src/fetch/fetch-feed.ts', "import '../notify/fault.ts';"],
    ['src/fetch/fetch-feed.ts', "import '../config.ts';"],
    ['src/notify/notify.ts', "import '../workflows/run.ts';"],
    ['src/activities/index.ts', "import '../temporal/connection.ts';"],
    ['src/activities/index.ts', "import '../config.ts';"],
    ['src/temporal/list-page.ts', "import '../api/app.ts';"],
    ['src/api/app.ts', "import '../activities/index.ts';"],
    ['src/api/app.ts', "import '../config.ts';"],
    ['src/api/app.ts', "import '@seamapi/http';"],
    ['src/activities/index.ts', "import '@seamapi/http';"],
    ['src/api/seam-webhook.ts', "import '../activities/index.ts';"],
    ['src/api/seam-webhook.ts', "import '@seamapi/webhook';"],
    ['src/temporal/connection.ts', "import '../commands/print.ts';"],
    ['src/local/report.ts', "import '../commands/print.ts';"],
    ['src/commands/start.ts', "import '../worker.ts';"],
    ['src/workflows/run.ts', "import '@opentelemetry/api';"],
    ['src/api/app.ts', "import '../traces/start-traces.ts';"],
    ['src/traces/requests.ts', "import '../api/app.ts';"],
    ['src/commands/start.ts', "import '../local/report.ts';"],
    ['src/client/index.ts', "import 'zod';"],
    [
      'src/client/index.ts',
      "import type { Applied } from '../api/contract.ts';\nexport type Known = Applied;",
    ],
    ['simulator/app.ts', "import '../src/domain/ids.ts';"],
  ])('%s may not hold %s', async (filePath, code) => {
    expect(await complaints(filePath, code)).not.toEqual([]);
  });

  test('a command may read the configuration', async () => {
    expect(await complaints('src/commands/start.ts', "import '../config.ts';")).toEqual([]);
  });

  test('a workflow may know the types of its activities', async () => {
    const code = "import type { Activities } from '../activities/index.ts';\nexport type Known = Activities;";
    expect(await complaints('src/workflows/run.ts', code)).toEqual([]);
  });
}, 60_000);

test('every package of Temporal has the same version', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { version: string }>;
  };
  const versions = Object.entries(lock.packages)
    .filter(([path]) => /^node_modules\/@temporalio\/[\w-]+$/.test(path))
    .map(([, { version }]) => version);
  expect(versions.length).toBeGreaterThan(6);
  expect(new Set(versions).size).toBe(1);
});

test('the lock file holds the packages of every platform', () => {
  const lock = readFileSync('package-lock.json', 'utf8');
  for (const platform of ['linux-x64-gnu', 'linux-arm64-gnu', 'darwin-arm64', 'darwin-x64']) {
    expect(lock).toContain(`"node_modules/@swc/core-${platform}"`);
  }
});
