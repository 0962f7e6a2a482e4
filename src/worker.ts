import { Runtime, Worker } from '@temporalio/worker';
import { createActivities } from './activities/index.ts';
import { ConfigError, readWorkerConfig } from './config.ts';
import { measureWorker } from './metrics/worker.ts';
import { createNotify } from './notify/notify.ts';
import { TemplateError } from './notify/templates.ts';
import { createSeam } from './seam/client.ts';
import { announceStay } from './temporal/announce-stay.ts';
import { missingMarkKey } from './seam/pin-marks.ts';
import { connectClient } from './temporal/connection.ts';
import { endsInTime } from './temporal/end-in-time.ts';
import { createFeedImporter } from './temporal/feed-importer.ts';
import { findOverlaps } from './temporal/find-overlaps.ts';
import { gatherNotices } from './temporal/gather-notices.ts';
import { createWorkerLog } from './temporal/worker-log.ts';
import { connectWorker } from './temporal/worker-connection.ts';
import { workerVersion } from './temporal/worker-version.ts';
import { workflowCode } from './temporal/workflow-code.ts';

try {
  const config = readWorkerConfig(process.env);
  const measure = config.metrics && (await measureWorker(config.metrics));
  const runtime = Runtime.install({ logger: createWorkerLog(config.logLevel), ...measure?.runtime });
  const withoutMarkKey = missingMarkKey(config.pinMarkKey);
  if (withoutMarkKey !== null) runtime.logger.warn(withoutMarkKey);
  if (measure) runtime.logger.info(`Metrics at ${measure.url}/metrics`);
  const traces =
    config.traces &&
    (await import('./traces/start-traces.ts')).startTraces(config.traces, 'staykey-worker', runtime.logger);
  const notify = createNotify(config.notify, { log: runtime.logger, localeOf: config.localeOf });
  const { connection, namespace, dataConverter } = await connectWorker();
  const { client, close } = await connectClient(traces?.client);
  const code = workflowCode(config.deployment.workflowBundle, dataConverter);
  const worker = await Worker.create({
    connection,
    namespace,
    dataConverter,
    taskQueue: config.taskQueue,
    ...code,
    interceptors: { ...code.interceptors, activity: traces?.activity ?? [] },
    ...workerVersion(config.deployment.version),
    activities: createActivities({
      ...config,
      ...measure?.activities,
      seam: createSeam({
        ...config.seam,
        pinMarkKey: config.pinMarkKey,
        onCall: [measure?.onSeamCall, traces?.onSeamCall],
      }),
      notify: measure ? measure.notify(notify) : notify,
      findOverlaps: findOverlaps(client),
      announceStay: announceStay(client),
      importer: createFeedImporter(client, config.taskQueue, config.importing),
      env: process.env,
      gather: gatherNotices(client, config.taskQueue),
    }),
    // Reservations are idle for weeks and short to replay: a small cache is enough, and its size is memory.
    maxCachedWorkflows: config.cachedRuns,
    shutdownGraceTime: config.shutdownGraceMs,
  });
  measure?.serves({ worker, client, taskQueue: config.taskQueue });
  endsInTime(worker, config.shutdownGraceMs, runtime.logger);
  // The runtime stops the worker on SIGTERM and SIGINT: polls end, running activities get the grace time.
  await worker.run();
  await traces?.close();
  await measure?.close();
  await close();
  await connection.close();
} catch (error) {
  process.stderr.write(
    `${error instanceof ConfigError || error instanceof TemplateError ? error.message : (error as Error).stack}\n`,
  );
  process.exitCode = 1;
}
