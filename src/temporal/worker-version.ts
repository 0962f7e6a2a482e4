import type { WorkerOptions } from '@temporalio/worker';
import type { DeploymentSettings } from './deployment-environment.ts';

/**
 * A worker's version, for deployments in which Temporal decides which version gets work. Runs move on to the version that is
 * current: a reservation outlives many of them.
 */
export const workerVersion = (
  version: DeploymentSettings['version'],
): Pick<WorkerOptions, 'workerDeploymentOptions'> =>
  version === null
    ? {}
    : {
        workerDeploymentOptions: {
          useWorkerVersioning: true,
          version,
          defaultVersioningBehavior: 'AUTO_UPGRADE',
        },
      };
