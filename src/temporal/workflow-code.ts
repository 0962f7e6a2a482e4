import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { bundleWorkflowCode, type WorkerOptions } from '@temporalio/worker';
import { failureConverterPath } from './data-converter.ts';

const workflowsPath = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));

/**
 * Where a worker has the workflows from: a file that `bundleWorkflows` made, or their source, to be put together at start.
 * Without encryption always the source: in the file is the converter that hides failures.
 */
export const workflowCode = (
  bundleFile: string | null,
  dataConverter: DataConverter,
): Pick<WorkerOptions, 'workflowsPath' | 'workflowBundle'> =>
  bundleFile !== null && dataConverter.failureConverterPath !== undefined
    ? { workflowBundle: { codePath: bundleFile } }
    : { workflowsPath };

/** All workflow code in one text, as a worker with encryption needs it. */
export const bundleWorkflows = async (): Promise<string> =>
  (await bundleWorkflowCode({ workflowsPath, failureConverterPath })).code;
