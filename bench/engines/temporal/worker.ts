import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createSteps, required } from '../shared/steps.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address: required('TEMPORAL_ADDRESS') }),
  namespace: required('TEMPORAL_NAMESPACE'),
  taskQueue: 'story',
  // Bundled once, as it would be for a deployment.
  workflowBundle: { codePath: required('WORKFLOW_BUNDLE') },
  activities: createSteps(),
});
const running = worker.run();
process.stdout.write('serving\n');
await running;
