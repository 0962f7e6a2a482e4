import { createHmac } from 'node:crypto';
import { buildApp } from './api/app.ts';
import { ConfigError, readServerConfig } from './config.ts';
import { desk, deskRoutes } from './desk/desk.ts';
import { measureApi } from './metrics/api.ts';
import { createSeam } from './seam/client.ts';
import { connectClient } from './temporal/connection.ts';

try {
  const { api, logLevel, shutdownGraceMs, seamWebhookSecret, runsUrl, localeOf, ...config } =
    readServerConfig(process.env);
  const measure = config.metrics && (await measureApi(config.metrics));
  const traces =
    config.traces &&
    (await import('./traces/start-traces.ts')).startTraces(config.traces, 'staykey-api', {
      warn: (message) => app.log.warn(message),
      info: (message) => app.log.info(message),
    });
  const { client, close } = await connectClient(traces?.client);
  // Of a secret that all servers share already.
  const keyFor = (use: string) => createHmac('sha256', config.seam.apiKey).update(use).digest();
  const seam = createSeam({ ...config.seam, onCall: [measure?.onSeamCall, traces?.onSeamCall] });
  const shared = { ...config, client, seam, settings: api };
  const app = buildApp({
    ...shared,
    cursorKey: keyFor('staykey list cursor'),
    log: { level: logLevel.toLowerCase() },
    ...(seamWebhookSecret === null
      ? {}
      : { webhook: { secret: seamWebhookSecret, client, ...measure?.webhook } }),
    ...measure?.api,
    ...traces?.api,
  });
  const atDesk = { ...shared, sessionKey: keyFor('staykey desk session'), runsUrl, localeOf };
  void app.register(desk(atDesk), deskRoutes);
  measure?.serves({ client, taskQueue: config.taskQueue, log: app.log });
  const stop = async () => {
    // What is under way is answered; what takes longer than the grace time is cut off.
    setTimeout(() => app.server.closeAllConnections(), shutdownGraceMs).unref();
    await app.close();
    await traces?.close();
    await measure?.close();
    await close();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
  await app.listen({ host: api.host, port: api.port });
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
