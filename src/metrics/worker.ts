import type { Client } from '@temporalio/client';
import type { RuntimeOptions, Worker } from '@temporalio/worker';
import type { Notify } from '../notify/notify.ts';
import { checkReadiness } from '../temporal/check-readiness.ts';
import { countCodes } from './codes.ts';
import { countDeliveries } from './deliveries.ts';
import type { MetricsSettings } from './environment.ts';
import { listenForMetrics, starting } from './listen.ts';
import { createRegistry } from './registry.ts';
import { countSeamCalls } from './seam-calls.ts';
import { sdkMetrics } from './sdk-metrics.ts';

interface Serving {
  worker: Worker;
  client: Client;
  taskQueue: string;
}

/** What a worker is given to be measured by, part by part. Listens from now on, and is ready once it is told what serves. */
export const measureWorker = async (settings: MetricsSettings) => {
  const registry = createRegistry();
  const sdk = await sdkMetrics();
  let readiness = starting;
  const { url, close } = await listenForMetrics(settings, {
    metrics: async () => (await Promise.all([registry.metrics(), sdk.read()])).join(''),
    readiness: () => readiness(),
  });
  return {
    url,
    close,
    runtime: { telemetryOptions: sdk.telemetry } satisfies RuntimeOptions,
    onSeamCall: countSeamCalls(registry),
    activities: { onCode: countCodes(registry) },
    notify: (notify: Notify): Notify => countDeliveries(registry, notify),
    serves: ({ worker, client, taskQueue }: Serving): void => {
      readiness = async () => {
        const state = worker.getState();
        const { isReady, temporal } = await checkReadiness(client, taskQueue);
        return { isReady: isReady && state === 'RUNNING', parts: { temporal, worker: state.toLowerCase() } };
      };
    },
  };
};
