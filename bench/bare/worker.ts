import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { makeCode } from './make-code.ts';

/** A worker with no rules, no codec and nothing to configure. Run by `npm run bench`. */
const { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, BARE_TASK_QUEUE } = process.env;
Runtime.install({ logger: new DefaultLogger('WARN') });
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address: TEMPORAL_ADDRESS ?? '' }),
  namespace: TEMPORAL_NAMESPACE ?? '',
  taskQueue: BARE_TASK_QUEUE ?? '',
  workflowsPath: fileURLToPath(new URL('./workflow.ts', import.meta.url)),
  activities: { makeCode },
  maxCachedWorkflows: 200,
});
await worker.run();
