import type { RuntimeOptions } from '@temporalio/worker';
import getPort from 'get-port';

type Telemetry = NonNullable<RuntimeOptions['telemetryOptions']>;

interface SdkMetrics {
  telemetry: Telemetry;
  /** In Prometheus's text format. */
  read: () => Promise<string>;
}

const LOOPBACK = '127.0.0.1';
const WITHIN_MS = 5_000;

/**
 * What Temporal's SDK measures of a worker. Its exporter listens by itself and knows no other path than `/metrics`: it gets
 * a loopback port, and what it says is read from there, so that a process has one address to scrape.
 */
export const sdkMetrics = async (): Promise<SdkMetrics> => {
  const port = await getPort({ host: LOOPBACK });
  return {
    telemetry: {
      metrics: {
        prometheus: {
          bindAddress: `${LOOPBACK}:${port}`,
          // Names and units as Prometheus has them.
          useSecondsForDurations: true,
          unitSuffix: true,
          countersTotalSuffix: true,
        },
      },
    },
    read: async () => {
      const response = await fetch(`http://${LOOPBACK}:${port}/metrics`, {
        signal: AbortSignal.timeout(WITHIN_MS),
      });
      if (!response.ok) throw new Error(`The SDK's metrics were answered with ${response.status}`);
      return response.text();
    },
  };
};
