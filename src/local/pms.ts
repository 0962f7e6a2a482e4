import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands in for a PMS: takes every event and keeps nothing. A trial without one would reach no guest. */
export interface LocalPms {
  /** What a worker needs to send to it. */
  env: { PMS_WEBHOOK_URL: string; PMS_WEBHOOK_SECRET: string };
  stop: () => Promise<void>;
}

export const startLocalPms = async (): Promise<LocalPms> => {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      PMS_WEBHOOK_URL: `http://127.0.0.1:${port}/events`,
      PMS_WEBHOOK_SECRET: `whsec_${randomBytes(32).toString('base64')}`,
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** Whoever sets a way out of their own tries that one. */
export const hasOwnWay = (env: NodeJS.ProcessEnv): boolean =>
  Boolean(env['PMS_WEBHOOK_URL'] ?? env['SMTP_URL']);
