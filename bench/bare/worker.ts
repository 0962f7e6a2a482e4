import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { dataConverterFor } from '../../src/temporal/data-converter.ts';
import { parsePayloadKeys } from '../../src/temporal/keys.ts';
import * as activities from './make-code.ts';

/** A worker with no rules and nothing to configure, without encryption or with Staykey's. Run by `npm run bench`. */
const { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, BARE_TASK_QUEUE, BARE_KEYS_FILE } = process.env;
Runtime.install({ logger: new DefaultLogger('WARN') });
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address: TEMPORAL_ADDRESS ?? '' }),
  namespace: TEMPORAL_NAMESPACE ?? '',
  taskQueue: BARE_TASK_QUEUE ?? '',
  ...(BARE_KEYS_FILE
    ? { dataConverter: dataConverterFor(parsePayloadKeys(readFileSync(BARE_KEYS_FILE, 'utf8'))) }
    : {}),
  workflowsPath: fileURLToPath(new URL('./workflow.ts', import.meta.url)),
  activities,
  maxCachedWorkflows: 200,
});
await worker.run();
