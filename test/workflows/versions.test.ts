import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, inject, onTestFinished, test, vi } from 'vitest';
import { workerVersion } from '../../src/temporal/worker-version.ts';
import { uniqueTaskQueue } from '../support/time-skipping.ts';
import { patient, word } from './fixtures/patient.ts';

const { address, namespace } = inject('temporal');
const workflowsPath = join(import.meta.dirname, 'fixtures/patient.ts');
const bundle = bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
const patience = { timeout: 30_000, interval: 100 };

let connection: Connection;
beforeAll(async () => {
  connection = await Connection.connect({ address });
});
afterAll(() => connection.close());

const startWorker = async (taskQueue: string, deploymentName: string, buildId: string) => {
  const workerConnection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection: workerConnection,
    namespace,
    taskQueue,
    workflowBundle: await bundle,
    ...workerVersion({ deploymentName, buildId }),
  });
  const running = worker.run();
  onTestFinished(async () => {
    worker.shutdown();
    await running;
    await workerConnection.close();
  });
};

test('runs begin on the version that is current, and those under way move on to the next one', async () => {
  const client = new Client({ connection, namespace });
  const taskQueue = uniqueTaskQueue('versions');
  const deploymentName = `staykey-${randomUUID()}`;
  const makeCurrent = (buildId: string) =>
    vi.waitFor(
      // Refused until the server has heard of the version's workers.
      () =>
        connection.workflowService.setWorkerDeploymentCurrentVersion({ namespace, deploymentName, buildId }),
      patience,
    );
  const buildOf = async () => {
    const { raw } = await handle.describe();
    return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId;
  };

  await startWorker(taskQueue, deploymentName, '1.0.0');
  await makeCurrent('1.0.0');
  const handle = await client.workflow.start(patient, { taskQueue, workflowId: uniqueTaskQueue('patient') });
  await vi.waitUntil(async () => (await buildOf()) === '1.0.0', patience);

  await startWorker(taskQueue, deploymentName, '1.1.0');
  await makeCurrent('1.1.0');
  // Its next steps, until all of the server's services have heard.
  await vi.waitUntil(async () => {
    await handle.signal(word, 'a step');
    return (await buildOf()) === '1.1.0';
  }, patience);
  await handle.signal(word, 'end');
  await handle.result();
});
