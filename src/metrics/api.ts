import type { Client } from '@temporalio/client';
import type { FastifyBaseLogger } from 'fastify';
import { checkReadiness } from '../temporal/check-readiness.ts';
import type { MetricsSettings } from './environment.ts';
import { exposeFigures } from './figures.ts';
import { listenForMetrics, starting } from './listen.ts';
import { createRegistry } from './registry.ts';
import { countRequests } from './requests.ts';
import { countSeamCalls } from './seam-calls.ts';

interface Serving {
  client: Client;
  taskQueue: string;
  log: FastifyBaseLogger;
}

/** What the API's server is given to be measured by, part by part. Listens from now on, and is ready once it is told what serves. */
export const measureApi = async (settings: MetricsSettings) => {
  const registry = createRegistry();
  const meter = countRequests(registry);
  let refresh = () => Promise.resolve();
  let readiness = starting;
  const { url, close } = await listenForMetrics(settings, {
    metrics: async () => {
      await refresh();
      return registry.metrics();
    },
    readiness: () => readiness(),
  });
  return {
    close,
    onSeamCall: countSeamCalls(registry),
    api: { meter },
    webhook: { onOutcome: meter.webhook },
    serves: ({ client, taskQueue, log }: Serving): void => {
      const warn = (err: unknown) => log.warn({ err }, 'Temporal gives no figures for the metrics');
      refresh = exposeFigures(registry, { client, taskQueue, warn });
      readiness = async () => {
        const { isReady, temporal, worker } = await checkReadiness(client, taskQueue);
        return { isReady, parts: { temporal, worker } };
      };
      log.info(`Metrics at ${url}/metrics`);
    },
  };
};
