import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { bundleWorkflowCode, type WorkerOptions } from '@temporalio/worker';
import { failureConverterPath } from './data-converter.ts';

const pathOf = (module: string) => fileURLToPath(new URL(`../workflows/${module}`, import.meta.url));

/** The workflows, and what stands between each of them and Temporal. */
export const workflowSource = {
  workflowsPath: pathOf('index.ts'),
  workflowInterceptorModules: [pathOf('pass-on-trace.ts')],
};

/**
 * Where a worker has the workflows from: a file that `bundleWorkflows` made, or their source, to be put together at start.
 * Without encryption always the source: in the file is the converter that hides failures.
 */
export const workflowCode = (
  bundleFile: string | null,
  dataConverter: DataConverter,
): Pick<WorkerOptions, 'workflowsPath' | 'workflowBundle' | 'interceptors'> =>
  bundleFile !== null && dataConverter.failureConverterPath !== undefined
    ? { workflowBundle: { codePath: bundleFile } }
    : {
        workflowsPath: workflowSource.workflowsPath,
        interceptors: { workflowModules: workflowSource.workflowInterceptorModules },
      };

/** All workflow code in one text, as a worker with encryption needs it. */
export const bundleWorkflows = async (): Promise<string> =>
  (await bundleWorkflowCode({ ...workflowSource, failureConverterPath })).code;
