import { ConfigError, readCodecConfig } from './config.ts';
import { buildCodecApp } from './temporal/codec-app.ts';
import { createPayloadCodec } from './temporal/payload-codec.ts';

try {
  const { keys, host, port, origins, access, logLevel } = readCodecConfig(process.env);
  const app = buildCodecApp({
    codec: createPayloadCodec(keys),
    origins,
    access,
    logger: { level: logLevel.toLowerCase() },
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void app.close());
  await app.listen({ host, port });
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
