import { createHmac } from 'node:crypto';
import { buildApp } from './api/app.ts';
import { ConfigError, readServerConfig } from './config.ts';
import { createSeam } from './seam/client.ts';
import { connectClient } from './temporal/connection.ts';

try {
  const { api, logLevel, shutdownGraceMs, seamWebhookSecret, ...config } = readServerConfig(process.env);
  const { client, close } = await connectClient();
  const app = buildApp({
    ...config,
    client,
    seam: createSeam(config.seam),
    // A secret that all servers share already, and nothing else is signed with.
    cursorKey: createHmac('sha256', config.seam.apiKey).update('staykey list cursor').digest(),
    settings: api,
    log: { level: logLevel.toLowerCase() },
    ...(seamWebhookSecret === null ? {} : { webhook: { secret: seamWebhookSecret, client } }),
  });
  const stop = async () => {
    // What is under way is answered; what takes longer than the grace time is cut off.
    setTimeout(() => app.server.closeAllConnections(), shutdownGraceMs).unref();
    await app.close();
    await close();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
  await app.listen({ host: api.host, port: api.port });
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
