import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { execa } from 'execa';
import getPort from 'get-port';
import { createPart, type Part } from '../../src/stack/part.ts';
import { SIMULATED_KEY } from '../../src/stack/simulator.ts';
import { startProductionStack, type ProductionStack } from '../../src/stack/stack.ts';
import { dataConverterFor } from '../../src/temporal/data-converter.ts';
import { parsePayloadKeys } from '../../src/temporal/keys.ts';
import { doorsFor } from '../bulk-reservations.ts';
import { sendJson } from '../send-json.ts';

/** Staykey's production shape with what it is measured against beside it, all processes of their own. */
export interface Shape extends AsyncDisposable {
  stack: ProductionStack;
  /** With Staykey's encryption, and without any. */
  client: Client;
  bareClient: Client;
  /** A bare worker without encryption, and one with. */
  bareWorkers: Record<'bare' | 'stepped', Part>;
  bareApi: Part & { url: string };
  /** Resolves with the moment (`performance.now()`) at which the PMS was told of the reservation's code. */
  toldOf: (reservationId: string) => Promise<number>;
  /** Resolves when nothing waits for Staykey's worker: what it still does for one thing would be measured with the next. */
  untilIdle: () => Promise<void>;
  /** Committed transactions and bytes of both databases. */
  database: () => Promise<{ transactions: number; bytes: number }>;
}

const SHARDS = 4;
const { TASK_QUEUE_TYPE_WORKFLOW: WORKFLOW_TASKS } = proto.temporal.api.enums.v1.TaskQueueType;
const script = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** `reservations`: for how many there must be doors. One worker; a second is there but does not run. */
export const startShape = async (
  folder: string,
  reservations: number,
  say: (line: string) => void,
): Promise<Shape> => {
  await mkdir(folder);
  const worldFile = join(folder, 'world.json');
  await writeFile(worldFile, JSON.stringify(doorsFor(reservations)));
  const pms = await startPms();
  const stack = await startProductionStack({
    folder,
    worldFile,
    workers: 2,
    shards: SHARDS,
    // A code is there at once, and Seam takes any number: what is measured is this side of it.
    simulatorArgs: ['--setting-after', '0', '--set-after', '0', '--creates-per-minute', '1000000'],
    env: {
      PMS_WEBHOOK_URL: pms.url,
      PMS_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
      SEAM_READY_PAUSE_MS: '10',
      STAYKEY_ISSUE_WINDOW_DAYS: '365',
      STAYKEY_API_REQUESTS_PER_MINUTE: '1000000',
    },
    say,
  });
  await stack.workers[1]?.stop();
  await forgetWebhooks(stack);
  const barePort = await getPort();
  const bareUrl = `http://127.0.0.1:${barePort}`;
  const bareWorker = (kind: 'bare' | 'stepped', keysFile: string) =>
    createPart({
      name: `${kind} worker`,
      command: process.execPath,
      args: () => [script('../bare/worker.ts')],
      env: () => ({
        TEMPORAL_ADDRESS: stack.temporalAddress,
        TEMPORAL_NAMESPACE: stack.namespace,
        SEAM_ENDPOINT: stack.simulatorUrl,
        SEAM_API_KEY: SIMULATED_KEY,
        PMS_WEBHOOK_URL: pms.url,
        BARE_TASK_QUEUE: kind,
        BARE_KEYS_FILE: keysFile,
      }),
      // Its first task waits for it: no need to ask Temporal.
      isServing: () => Promise.resolve(true),
    });
  const bareWorkers = {
    bare: bareWorker('bare', ''),
    stepped: bareWorker('stepped', stack.keysFile),
  };
  const bareApi = createPart({
    name: 'bare api',
    command: process.execPath,
    args: () => [script('../bare/api.ts')],
    env: () => ({
      TEMPORAL_ADDRESS: stack.temporalAddress,
      TEMPORAL_NAMESPACE: stack.namespace,
      STAYKEY_TASK_QUEUE: stack.taskQueue,
      STAYKEY_PAYLOAD_KEYS_FILE: stack.keysFile,
      PORT: String(barePort),
    }),
    isServing: () =>
      fetch(bareUrl).then(
        () => true,
        () => false,
      ),
  });
  for (const part of [...Object.values(bareWorkers), bareApi]) await part.start();
  const connection = await Connection.connect({ address: stack.temporalAddress });
  const { namespace } = stack;
  const keys = parsePayloadKeys(await readFile(stack.keysFile, 'utf8'));
  return {
    stack,
    client: new Client({ connection, namespace, dataConverter: dataConverterFor(keys) }),
    bareClient: new Client({ connection, namespace }),
    bareWorkers,
    bareApi: { ...bareApi, url: bareUrl },
    toldOf: pms.toldOf,
    untilIdle: () => untilIdle(connection, stack),
    database: () => measureDatabase(stack),
    [Symbol.asyncDispose]: async () => {
      for (const part of [...Object.values(bareWorkers), bareApi]) await part.stop();
      await connection.close();
      await stack[Symbol.asyncDispose]();
      await pms.close();
    },
  };
};

// What Seam tells by webhook is one message more for each reservation, and not in what it is held against.
const forgetWebhooks = async ({ simulatorUrl }: ProductionStack): Promise<void> => {
  const ask = (path: string, body: object) =>
    sendJson('POST', `${simulatorUrl}${path}`, body, { authorization: `Bearer ${SIMULATED_KEY}` });
  const { webhooks } = (await ask('/webhooks/list', {})) as { webhooks: { webhook_id: string }[] };
  for (const { webhook_id } of webhooks) await ask('/webhooks/delete', { webhook_id });
};

const untilIdle = async (
  { workflowService }: Connection,
  { namespace, taskQueue }: ProductionStack,
): Promise<void> => {
  for (;;) {
    const { stats } = await workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: taskQueue },
      taskQueueType: WORKFLOW_TASKS,
      reportStats: true,
    });
    if (Number(stats?.approximateBacklogCount ?? 0) === 0) return;
    await pause(200);
  }
};

/** A PMS that takes everything and notes when it was told of which reservation. */
const startPms = async () => {
  const waiting = new Map<string, (at: number) => void>();
  const told = new Map<string, number>();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      response.writeHead(204).end();
      const { data } = JSON.parse(body) as { data: { reservationId?: string } };
      if (data.reservationId === undefined) return;
      const at = performance.now();
      const tell = waiting.get(data.reservationId);
      if (tell) tell(at);
      else told.set(data.reservationId, at);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/codes`,
    toldOf: (reservationId: string): Promise<number> => {
      const at = told.get(reservationId);
      if (at !== undefined) return Promise.resolve(at);
      return new Promise((resolve) => waiting.set(reservationId, resolve));
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

const measureDatabase = async ({ postgres }: ProductionStack) => {
  const query =
    'SELECT sum(xact_commit), sum(pg_database_size(datid)) FROM pg_stat_database WHERE datname LIKE $$temporal%$$';
  const { stdout } = await execa(
    join(postgres.bin, 'psql'),
    ['-h', '127.0.0.1', '-p', String(postgres.port), '-U', postgres.user, '-d', 'postgres', '-Atc', query],
    { env: { PGPASSWORD: postgres.password } },
  );
  const [transactions = NaN, bytes = NaN] = stdout.split('|').map(Number);
  return { transactions, bytes };
};
