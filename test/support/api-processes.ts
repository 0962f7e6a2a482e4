import { fileURLToPath } from 'node:url';
import getPort from 'get-port';
import { vi } from 'vitest';
import { newToken, type Right } from '../../src/api/tokens.ts';
import { startChild } from '../../src/local/child-process.ts';
import { startDevServer } from '../../src/temporal/dev-server.ts';
import { searchAttributeTypes } from '../../src/workflows/search-attributes.ts';
import { call } from '../simulator/seam-calls.ts';
import { writeJson } from './local.ts';
import type { RunningSimulator } from './simulator.ts';
import { temporalForTests } from './temporal-binary.ts';

export interface ApiProcesses extends AsyncDisposable {
  url: string;
  temporalAddress: string;
  /** Where each process is scraped. */
  scrape: { worker: string; api: string; temporal: string };
  /** With every right, and with every right but that to PINs. */
  tokens: { all: string; withoutPins: string };
}

const toStandardError = (line: string) => void process.stderr.write(`${line}\n`);
const script = (name: string) => fileURLToPath(new URL(`../../src/${name}`, import.meta.url));
const withoutPins: Right[] = ['read', 'write', 'operate'];

interface Options {
  /** Seam's webhooks go to the API, signed. */
  webhooks?: boolean;
  /** For the worker. */
  env?: Record<string, string>;
  /** For worker and API. */
  sharedEnv?: Record<string, string>;
  /** Hears what both write to standard error: a worker’s log is there. */
  say?: (line: string) => void;
}

/** Temporal, a worker and the API as the processes they are in production, with Seam simulated. */
export const startApiProcesses = async (
  simulator: RunningSimulator,
  { webhooks = false, env: workerEnv = {}, sharedEnv = {}, say = toStandardError }: Options = {},
): Promise<ApiProcesses> => {
  const all = newToken({ name: 'all', properties: ['*'], rights: [...withoutPins, 'read-pin'] });
  const some = newToken({ name: 'without-pins', properties: ['*'], rights: withoutPins });
  const { path } = await temporalForTests();
  const ports = { worker: await getPort(), api: await getPort(), temporal: await getPort() };
  const metricsOf = (port: number) => ({ STAYKEY_METRICS_PORT: String(port) });
  const temporal = await startDevServer({
    binary: path,
    ui: false,
    metricsPort: ports.temporal,
    searchAttributes: searchAttributeTypes,
    say,
  });
  const port = await getPort();
  const env = {
    TEMPORAL_ADDRESS: temporal.address,
    SEAM_API_KEY: simulator.apiKey,
    SEAM_ENDPOINT: simulator.url,
    STAYKEY_LOG_LEVEL: 'ERROR',
    STAYKEY_API_PORT: String(port),
    STAYKEY_API_TOKENS_FILE: writeJson('tokens.json', [all.entry, some.entry]),
    ...sharedEnv,
  };
  const url = `http://127.0.0.1:${port}`;
  const secret = webhooks ? await webhookSecret(simulator, `${url}/seam/webhook`) : '';
  const worker = startChild('worker', script('worker.ts'), {
    env: { ...env, ...metricsOf(ports.worker), ...workerEnv },
    say,
  });
  const server = startChild('server', script('server.ts'), {
    env: { ...env, ...metricsOf(ports.api), SEAM_WEBHOOK_SECRET: secret },
    say,
  });
  const stop = async () => {
    await server.stop();
    await worker.stop();
    await temporal.stop();
  };
  const isReady = async () => {
    const parts = await fetch(`${url}/readyz`).then(
      (response) => response.json() as Promise<{ parts: { worker: string } }>,
      () => null,
    );
    return parts?.parts.worker === 'polling';
  };
  try {
    await Promise.race([
      vi.waitUntil(isReady, { timeout: 90_000, interval: 250 }),
      worker.unexpectedEnd,
      server.unexpectedEnd,
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    temporalAddress: temporal.address,
    scrape: {
      worker: `http://127.0.0.1:${ports.worker}`,
      api: `http://127.0.0.1:${ports.api}`,
      temporal: `http://127.0.0.1:${ports.temporal}`,
    },
    tokens: { all: all.token, withoutPins: some.token },
    [Symbol.asyncDispose]: stop,
  };
};

const webhookSecret = async (simulator: RunningSimulator, url: string): Promise<string> =>
  (await call(simulator, '/webhooks/create', { url })).body.webhook.secret;
