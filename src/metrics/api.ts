import type { Client } from '@temporalio/client';
import type { FastifyBaseLogger } from 'fastify';
import type { SeamOptions } from '../seam/client.ts';
import { checkReadiness } from '../temporal/check-readiness.ts';
import type { MetricsSettings } from './environment.ts';
import { exposeFigures } from './figures.ts';
import { listenForMetrics, type MetricsListener } from './listen.ts';
import { createRegistry } from './registry.ts';
import { countRequests } from './requests.ts';
import { countSeamCalls } from './seam-calls.ts';

interface Listening {
  client: Client;
  taskQueue: string;
  log: FastifyBaseLogger;
}

/** What the API's server is given to be measured by, part by part, and what then listens. */
export const measureApi = (settings: MetricsSettings) => {
  const registry = createRegistry();
  const meter = countRequests(registry);
  return {
    seam: { onCall: countSeamCalls(registry) } satisfies Partial<SeamOptions>,
    api: { meter },
    webhook: { onOutcome: meter.webhook },
    listen: async ({ client, taskQueue, log }: Listening): Promise<MetricsListener> => {
      const refresh = exposeFigures(registry, {
        client,
        taskQueue,
        warn: (err) => log.warn({ err }, 'Temporal gives no figures for the metrics'),
      });
      const listener = await listenForMetrics(settings, {
        metrics: async () => {
          await refresh();
          return registry.metrics();
        },
        readiness: async () => {
          const { isReady, temporal, worker } = await checkReadiness(client, taskQueue);
          return { isReady, parts: { temporal, worker } };
        },
      });
      log.info(`Metrics at ${listener.url}/metrics`);
      return listener;
    },
  };
};
