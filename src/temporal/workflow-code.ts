import { closeSync, openSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { bundleWorkflowCode, type Logger, type WorkerOptions } from '@temporalio/worker';
import { failureConverterPath } from './data-converter.ts';

const pathOf = (module: string) => fileURLToPath(new URL(`../workflows/${module}`, import.meta.url));

/** The workflows, and what stands between each of them and Temporal. */
export const workflowSource = {
  workflowsPath: pathOf('index.ts'),
  workflowInterceptorModules: [pathOf('pass-on-trace.ts')],
};

/** At the head of a file for workers without encryption, in which failures stay readable as they are. */
const CLEAR = '/* without encryption */';

/**
 * Where a worker has the workflows from: a file that `bundleWorkflows` made for its kind of worker, or their source, to be
 * put together at start. In the file is the converter that hides failures, or none.
 */
export const workflowCode = (
  bundleFile: string | null,
  { failureConverterPath: hidesFailures }: DataConverter,
): Pick<WorkerOptions, 'workflowsPath' | 'workflowBundle' | 'interceptors'> =>
  bundleFile !== null && isClear(bundleFile) === (hidesFailures === undefined)
    ? { workflowBundle: { codePath: bundleFile } }
    : {
        workflowsPath: workflowSource.workflowsPath,
        interceptors: { workflowModules: workflowSource.workflowInterceptorModules },
      };

/** All workflow code in one text, as a worker with encryption needs it. */
export const bundleWorkflows = async (): Promise<string> =>
  (await bundleWorkflowCode({ ...workflowSource, failureConverterPath })).code;

/** The same for a worker without encryption. */
export const bundleClearWorkflows = async (logger: Logger): Promise<string> =>
  CLEAR + (await bundleWorkflowCode({ ...workflowSource, logger })).code;

const isClear = (file: string): boolean => {
  const head = Buffer.alloc(CLEAR.length);
  const opened = openSync(file, 'r');
  try {
    readSync(opened, head, 0, head.length, 0);
  } finally {
    closeSync(opened);
  }
  return head.toString() === CLEAR;
};
