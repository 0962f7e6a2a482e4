import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MetricsSettings } from './environment.ts';

export interface Health {
  isReady: boolean;
  /** In a few words each. */
  parts: Record<string, string>;
}

interface Sources {
  /** In Prometheus's text format. */
  metrics: () => Promise<string>;
  readiness: () => Promise<Health>;
}

/** Until there is more to say. */
export const starting = (): Promise<Health> =>
  Promise.resolve({ isReady: false, parts: { process: 'starting' } });

export interface MetricsListener {
  url: string;
  close: () => Promise<void>;
}

/**
 * `/metrics` for Prometheus, `/healthz` and `/readyz` for whoever restarts processes: on a port of its own, never on one that
 * guests' or a PMS's requests reach. Asks for no password; it names no guest and no reservation. Keeps no process alive.
 *
 * Rejects when the port can't be had.
 */
export const listenForMetrics = async (
  { host, port }: MetricsSettings,
  sources: Sources,
): Promise<MetricsListener> => {
  const server = createServer((request, response) => void answer(request, response, sources));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  server.unref();
  const taken = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const answer = async (
  { method, url = '' }: IncomingMessage,
  response: ServerResponse,
  { metrics, readiness }: Sources,
): Promise<void> => {
  const json = (status: number, body: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const [path] = url.split('?');
  if (method !== 'GET' && method !== 'HEAD') return void json(405, { error: 'expected GET' });
  try {
    if (path === '/metrics') {
      const text = await metrics();
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text);
    } else if (path === '/healthz') {
      json(200, { status: 'alive' });
    } else if (path === '/readyz') {
      const { isReady, parts } = await readiness();
      json(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not_ready', parts });
    } else {
      json(404, { error: 'expected /metrics, /healthz or /readyz' });
    }
  } catch (error) {
    json(503, { error: error instanceof Error ? error.message : String(error) });
  }
};
