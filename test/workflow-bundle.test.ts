import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { workflowSource } from '../src/temporal/workflow-code.ts';

test('the workflow bundle holds no activity, Seam or Node code, and no library that each run would evaluate anew', async () => {
  const { code } = await bundleWorkflowCode({
    ...workflowSource,
    logger: new DefaultLogger('ERROR'),
  });
  // Each module stands in the bundle under its path.
  const modules = [...code.matchAll(/^\s*(?:\/\*\*\*\/ )?"(\.\/[^"]+)"/gm)].map(([, path]) => path ?? '');
  expect(modules.some((path) => path.includes('src/workflows/reservation.ts'))).toBe(true);
  expect(modules.some((path) => path.includes('src/domain/access-code.ts'))).toBe(true);
  expect(modules.some((path) => path.includes('src/workflows/pass-on-trace.ts'))).toBe(true);
  const foreign =
    /src\/(activities|seam|feeds|temporal|local|traces)\/|@seamapi|@opentelemetry|node_modules\/(zod|axios|execa|luxon)\//;
  expect(modules.filter((path) => foreign.test(path))).toEqual([]);
  expect(code).not.toMatch(/require\(["']node:/);
}, 30_000);
