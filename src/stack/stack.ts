import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import getPort from 'get-port';
import { newToken } from '../api/tokens.ts';
import { newKeyLine } from '../temporal/keys.ts';
import { createPart, type Part } from './part.ts';
import { preparePostgres, type Postgres } from './postgres.ts';
import { prepareNamespace, prepareTemporal, type TemporalOnPostgres } from './temporal.ts';

export interface StackOptions {
  /** Holds databases, keys and tokens; what is there already is gone on with. */
  folder: string;
  worldFile: string;
  workers: number;
  /** For the simulator. */
  simulatorArgs?: string[];
  /** For the workers and the API. */
  env?: NodeJS.ProcessEnv;
  shards?: number;
  say: (line: string) => void;
  /** Every line that a process writes. */
  onLine?: (part: string, line: string) => void;
}

/** The production shape, each part a process of its own. All but the simulator keep what they know over a restart. */
export interface ProductionStack extends AsyncDisposable {
  postgres: Postgres;
  temporal: TemporalOnPostgres;
  simulator: Part;
  api: Part;
  workers: Part[];
  temporalAddress: string;
  namespace: string;
  taskQueue: string;
  simulatorUrl: string;
  apiUrl: string;
  apiToken: string;
  /** The keys that encrypt payloads; a part reads it when it starts. */
  keysFile: string;
  env: NodeJS.ProcessEnv;
}

// The simulator takes any key of the right shape; this one opens nothing.
const SIMULATED_KEY = 'seam_local_simulator';
const NAMESPACE = 'staykey';
const TASK_QUEUE = 'staykey';
const { TASK_QUEUE_TYPE_WORKFLOW: WORKFLOW_TASKS } = proto.temporal.api.enums.v1.TaskQueueType;
const script = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export const startProductionStack = async (options: StackOptions): Promise<ProductionStack> => {
  const { folder, worldFile, say, shards = 4, onLine } = options;
  await mkdir(folder, { recursive: true });
  const linesOf = (part: string) => (onLine ? { onLine: (line: string) => onLine(part, line) } : {});
  const started: Part[] = [];
  const stop = async () => {
    for (const part of [...started].reverse()) await part.stop();
  };
  const start = async (part: Part) => {
    say(`starting ${part.name}…`);
    started.push(part);
    await part.start();
  };

  try {
    const postgres = await preparePostgres({ folder, port: await getPort(), ...linesOf('postgres') });
    await start(postgres);
    const temporal = await prepareTemporal({ folder, postgres, shards, say, ...linesOf('temporal') });
    await start(temporal);
    await prepareNamespace(temporal.address, NAMESPACE);

    const simulatorPort = await getPort();
    const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
    const simulator = createPart({
      name: 'simulator',
      command: process.execPath,
      args: [
        script('../../simulator/server.ts'),
        ...['--port', String(simulatorPort), '--world', worldFile, '--api-key', SIMULATED_KEY],
        ...(options.simulatorArgs ?? []),
      ],
      isServing: () => answers(`${simulatorUrl}/_sim/clock`),
      ...linesOf('simulator'),
    });
    await start(simulator);

    const apiPort = await getPort();
    const apiUrl = `http://127.0.0.1:${apiPort}`;
    const { token, tokensFile } = await makeToken(folder);
    const keysFile = await makeKeys(folder);
    const env: NodeJS.ProcessEnv = {
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: NAMESPACE,
      STAYKEY_TASK_QUEUE: TASK_QUEUE,
      STAYKEY_LOG_LEVEL: 'WARN',
      SEAM_API_KEY: SIMULATED_KEY,
      SEAM_ENDPOINT: simulatorUrl,
      STAYKEY_PAYLOAD_ENCRYPTION: '',
      STAYKEY_PAYLOAD_KEYS_FILE: keysFile,
      ...options.env,
    };
    const webhookSecret = await registerWebhook(simulatorUrl, `${apiUrl}/seam/webhook`);
    const api = createPart({
      name: 'api',
      command: process.execPath,
      args: [script('../server.ts')],
      env: () => ({
        ...env,
        STAYKEY_API_HOST: '127.0.0.1',
        STAYKEY_API_PORT: String(apiPort),
        STAYKEY_API_TOKENS_FILE: tokensFile,
        SEAM_WEBHOOK_SECRET: webhookSecret,
      }),
      isServing: () => answers(`${apiUrl}/healthz`),
      ...linesOf('api'),
    });
    const workers = Array.from({ length: options.workers }, (_, index) =>
      createWorker(`worker ${index + 1}`, temporal.address, env, linesOf(`worker ${index + 1}`)),
    );
    for (const part of [...workers, api]) await start(part);

    return {
      postgres,
      temporal,
      simulator,
      api,
      workers,
      temporalAddress: temporal.address,
      namespace: NAMESPACE,
      taskQueue: TASK_QUEUE,
      simulatorUrl,
      apiUrl,
      apiToken: token,
      keysFile,
      env,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

const createWorker = (
  name: string,
  temporalAddress: string,
  env: NodeJS.ProcessEnv,
  lines: { onLine?: (line: string) => void },
): Part =>
  createPart({
    name,
    command: process.execPath,
    args: [script('../worker.ts')],
    env: () => env,
    isServing: (pid) => polls(temporalAddress, pid),
    ...lines,
  });

// It listens nowhere; but Temporal knows who asks it for work: `<pid>@<host>`.
const polls = async (address: string, pid: number): Promise<boolean> => {
  const connection = Connection.lazy({ address });
  try {
    const { pollers } = await connection.withDeadline(Date.now() + 2_000, () =>
      connection.workflowService.describeTaskQueue({
        namespace: NAMESPACE,
        taskQueue: { name: TASK_QUEUE },
        taskQueueType: WORKFLOW_TASKS,
      }),
    );
    return pollers.some(({ identity }) => identity?.startsWith(`${pid}@`));
  } catch {
    return false;
  } finally {
    await connection.close();
  }
};

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

const makeToken = async (folder: string): Promise<{ token: string; tokensFile: string }> => {
  const { token, entry } = newToken({
    name: 'stack',
    properties: ['*'],
    rights: ['read', 'write', 'operate', 'read-pin'],
  });
  const tokensFile = join(folder, 'tokens.json');
  await writeFile(tokensFile, JSON.stringify([entry]), { mode: 0o600 });
  return { token, tokensFile };
};

const makeKeys = async (folder: string): Promise<string> => {
  const keysFile = join(folder, 'payload-keys');
  await writeFile(keysFile, `${newKeyLine(new Date())}\n`, { mode: 0o600, flag: 'wx' }).catch(
    (error: unknown) => {
      // Those of an earlier start: what they encrypted must stay readable.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    },
  );
  return keysFile;
};

const registerWebhook = async (simulatorUrl: string, url: string): Promise<string> => {
  const response = await fetch(`${simulatorUrl}/webhooks/create`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SIMULATED_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url }),
  });
  if (!response.ok) throw new Error(`The simulator answered ${response.status} to webhooks/create`);
  const { webhook } = (await response.json()) as { webhook: { secret: string } };
  return webhook.secret;
};
