import { DefaultLogger } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { dataConverterFor } from '../src/temporal/data-converter.ts';
import { bundleClearWorkflows, workflowCode } from '../src/temporal/workflow-code.ts';
import { writeJson } from './support/local.ts';
import { keysOf } from './support/payload-keys.ts';

test('the workflow bundle holds no activity, Seam or Node code, and no library that each run would evaluate anew', async () => {
  const code = await bundleClearWorkflows(new DefaultLogger('ERROR'));
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

test('a worker takes a file of workflows only where that was made for one with encryption, or without, as itself', () => {
  const clear = writeJson('clear.js', '/* without encryption */code');
  const hidden = writeJson('hidden.js', 'code');
  const converters = [dataConverterFor(null), dataConverterFor(keysOf('a'))];
  const taken = (file: string) =>
    converters.map((converter) => workflowCode(file, converter).workflowBundle !== undefined);
  expect([taken(clear), taken(hidden)]).toEqual([
    [true, false],
    [false, true],
  ]);
});
