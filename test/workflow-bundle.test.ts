import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { expect, test } from 'vitest';

test('the workflow bundle holds no activity, Seam or Node code, and no library that each run would evaluate anew', async () => {
  const { code } = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../src/workflows/index.ts', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  });
  // Each module stands in the bundle under its path.
  const modules = [...code.matchAll(/^\s*(?:\/\*\*\*\/ )?"(\.\/[^"]+)"/gm)].map(([, path]) => path ?? '');
  expect(modules.some((path) => path.includes('src/workflows/reservation.ts'))).toBe(true);
  expect(modules.some((path) => path.includes('src/domain/access-code.ts'))).toBe(true);
  const foreign =
    /src\/(activities|seam|feeds|temporal|local)\/|@seamapi|node_modules\/(zod|axios|execa|luxon)\//;
  expect(modules.filter((path) => foreign.test(path))).toEqual([]);
  expect(code).not.toMatch(/require\(["']node:/);
}, 30_000);
