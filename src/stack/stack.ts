import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import getPort from 'get-port';
import { newToken } from '../api/tokens.ts';
import { readCompose } from './compose-file.ts';
import { startInfrastructure, type Infrastructure } from './infrastructure.ts';
import type { Part } from './part.ts';
import { fileOf, isSecret, makeSecrets, writeSecret } from './secret-files.ts';
import { registerWebhook } from './register-webhook.ts';
import { createSimulator, SIMULATED_KEY } from './simulator.ts';
import type { Site } from './site.ts';
import { createStaykeyParts, type StaykeyParts } from './staykey-parts.ts';

export interface StackOptions {
  /** Holds databases and secrets; what is there already is gone on with. */
  folder: string;
  worldFile: string;
  workers: number;
  /** For the simulator. */
  simulatorArgs?: string[];
  /** What the workers run; default: the code beside this. */
  workerScript?: string;
  /** What a `.env` sets for compose, its secrets by their variables' names, and any other variable of our own processes. */
  env?: Record<string, string>;
  shards?: number;
  say: (line: string) => void;
  /** Every line that a process writes. */
  onLine?: (part: string, line: string) => void;
  /** A part ended that nobody ended, and is started again. `how` is the last line it wrote. */
  onOwnEnd?: (part: string, how: string) => void;
}

/** The production shape, each part a process of its own. All but the simulator keep what they know over a restart. */
export interface ProductionStack extends Infrastructure, StaykeyParts, AsyncDisposable {
  simulator: Part;
  temporalAddress: string;
  simulatorUrl: string;
  apiUrl: string;
  apiToken: string;
  /** The keys that encrypt payloads; a part reads it when it starts. */
  keysFile: string;
}

const composeFile = fileURLToPath(new URL('../../docker-compose.yml', import.meta.url));

/** What docker-compose.yml describes, as processes of this machine, with a simulator in Seam's place. */
export const startProductionStack = async (options: StackOptions): Promise<ProductionStack> => {
  const { folder, workers, say, shards = 4, env = {}, onLine, onOwnEnd } = options;
  await mkdir(folder, { recursive: true });
  const [simulatorPort, apiPort] = [await getPort(), await getPort()];
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const started: Part[] = [];
  const startingAgain = (part: string, how: string) => {
    const last = how.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
    say(`${part} ended by itself and is started again: ${last}`);
    onOwnEnd?.(part, last);
  };
  const stop = async () => {
    for (const part of [...started].reverse()) await part.stop();
  };
  const secrets = join(folder, 'secrets');
  const compose = readCompose(composeFile, {
    STAYKEY_LOG_LEVEL: 'WARN',
    SEAM_ENDPOINT: simulatorUrl,
    ...env,
    STAYKEY_SECRETS: secrets,
  });
  const site: Site = {
    folder,
    compose,
    machine: { addresses: {}, programs: {} },
    say,
    listenersOf: (part, restarts) => ({
      ...(onLine ? { onLine: (line) => onLine(part, line) } : {}),
      ...(restarts ? { onOwnEnd: (how) => startingAgain(part, how) } : {}),
    }),
    start: async (part) => {
      say(`starting ${part.name}…`);
      started.push(part);
      await part.start();
    },
  };

  try {
    await makeSecrets(compose, secrets);
    const infrastructure = await startInfrastructure(site, shards);
    const simulator = createSimulator({
      port: simulatorPort,
      worldFile: options.worldFile,
      args: options.simulatorArgs ?? [],
      ...site.listenersOf('simulator', false),
    });
    await site.start(simulator);

    const { token, entry } = newToken({
      name: 'stack',
      properties: ['*'],
      rights: ['read', 'write', 'operate', 'read-pin'],
    });
    const known = {
      API_TOKENS: JSON.stringify([entry]),
      SEAM_API_KEY: SIMULATED_KEY,
      SEAM_WEBHOOK_SECRET: await registerWebhook(
        { url: simulatorUrl, apiKey: SIMULATED_KEY },
        `${apiUrl}/seam/webhook`,
      ),
      ...env,
    };
    const isOne = ([name]: [string, string]) => isSecret(compose, name);
    for (const [name, value] of Object.entries(known).filter(isOne))
      await writeSecret(compose, name.toLowerCase(), value);
    const variables = Object.fromEntries(Object.entries(env).filter((entry) => !isOne(entry)));
    const parts = await createStaykeyParts(site, {
      workers,
      apiPort,
      workerScript: options.workerScript ?? null,
      // Whoever starts this may have it off for something else.
      env: { STAYKEY_PAYLOAD_ENCRYPTION: '', ...variables },
    });
    for (const part of [parts.codecServer, ...parts.workers, parts.api]) await site.start(part);

    return {
      ...infrastructure,
      ...parts,
      simulator,
      temporalAddress: infrastructure.temporal.address,
      simulatorUrl,
      apiUrl,
      apiToken: token,
      keysFile: fileOf(compose, 'payload_keys'),
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
