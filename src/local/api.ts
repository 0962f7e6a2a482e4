import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import getPort from 'get-port';
import { newToken } from '../api/tokens.ts';
import { registerWebhook } from '../stack/register-webhook.ts';
import { startChild, type Child } from './child-process.ts';

/** The HTTP API of a trial, with a token of its own that may do everything. */
export interface LocalApi {
  url: string;
  token: string;
  child: Child;
  stop: () => Promise<void>;
}

interface Simulated {
  url: string;
  apiKey: string;
}

/** Starts it as a process of its own; the simulator's webhooks go to it, signed. */
export const startLocalApi = async (
  simulator: Simulated,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<LocalApi> => {
  const port = await getPort({ port: 8090, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${port}`;
  const { token, entry } = newToken({
    name: 'trial',
    properties: ['*'],
    rights: ['read', 'write', 'operate', 'read-pin'],
  });
  const folder = await mkdtemp(join(tmpdir(), 'staykey-'));
  const tokensFile = join(folder, 'tokens.json');
  await writeFile(tokensFile, JSON.stringify([entry]), { mode: 0o600 });
  const child = startChild('server', fileURLToPath(new URL('../server.ts', import.meta.url)), {
    env: {
      ...env,
      STAYKEY_API_HOST: '127.0.0.1',
      STAYKEY_API_PORT: String(port),
      STAYKEY_API_TOKENS_FILE: tokensFile,
      SEAM_WEBHOOK_SECRET: await registerWebhook(simulator, `${url}/seam/webhook`),
      // That it listens is said at this level.
      STAYKEY_LOG_LEVEL: 'INFO',
    },
    say,
  });
  const stop = async () => {
    await child.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await child.firstLine;
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, token, child, stop };
};
