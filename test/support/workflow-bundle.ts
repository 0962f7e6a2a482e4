import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DefaultLogger } from '@temporalio/worker';
import type { TestProject } from 'vitest/node';
import { bundleClearWorkflows } from '../../src/temporal/workflow-code.ts';

/**
 * Puts all workflows together once, into the file that the project's processes know of: each worker without encryption
 * would take two seconds over it at its start. Returns the file.
 */
export const bundleOnce = async ({ config }: TestProject): Promise<string> => {
  const file = String(config.env['STAYKEY_WORKFLOW_BUNDLE']);
  await mkdir(dirname(file), { recursive: true });
  // Another run of the tests may be reading it.
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, await bundleClearWorkflows(new DefaultLogger('ERROR')));
  await rename(unfinished, file);
  return file;
};
