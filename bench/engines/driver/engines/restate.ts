import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import getPort from 'get-port';
import { createPart } from '../../../../src/stack/part.ts';
import { openRestate, question } from '../../restate/client.ts';
import { SAMPLE_DAY, type CreateEngine } from '../engine.ts';
import { folderBytes } from '../folder-bytes.ts';
import { createWorker } from '../worker.ts';

export const createRestate: CreateEngine = async ({ folder, env, say }) => {
  const dataFolder = join(folder, 'restate');
  await mkdir(dataFolder, { recursive: true });
  const [ingress, admin, node, worker] = await Promise.all(Array.from({ length: 4 }, () => getPort()));
  const ingressUrl = `http://127.0.0.1:${ingress}`;
  const adminUrl = `http://127.0.0.1:${admin}`;
  const server = createPart({
    name: 'restate',
    command: serverPath(),
    args: () => ['--no-logo'],
    env: () => ({
      RESTATE_BASE_DIR: dataFolder,
      RESTATE_NODE_NAME: 'story',
      RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
      RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
      RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
      RESTATE_LISTEN_MODE: 'tcp',
      RESTATE_LOG_FILTER: 'error',
      RESTATE_DISABLE_TELEMETRY: 'true',
    }),
    isServing: async () =>
      (await Promise.all([`${adminUrl}/health`, `${ingressUrl}/restate/health`].map(answers))).every(Boolean),
  });
  return {
    name: 'Restate',
    folder: 'restate',
    question: question(...SAMPLE_DAY),
    servers: [server],
    worker: createWorker(
      'restate/worker.ts',
      { ...env, PORT: String(worker), RESTATE_LOGGING: 'ERROR' },
      say,
    ),
    prepare: () => register(adminUrl, `http://127.0.0.1:${worker}`),
    openClient: async () => openRestate(ingressUrl, adminUrl),
    storedBytes: () => folderBytes(dataFolder),
  };
};

// The package's own command starts the server as a child of another process, which could not be measured or ended alone.
const serverPath = (): string => {
  const fromServer = createRequire(
    createRequire(import.meta.url).resolve('@restatedev/restate-server/package.json'),
  );
  const manifest = fromServer.resolve(
    `@restatedev/restate-server-${process.platform}-${process.arch}/package.json`,
  );
  return join(dirname(manifest), 'bin', 'restate-server');
};

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

const register = async (adminUrl: string, uri: string): Promise<void> => {
  const response = await fetch(`${adminUrl}/deployments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ uri, force: true }),
  });
  if (!response.ok)
    throw new Error(`Restate answered ${response.status} to a new deployment: ${await response.text()}`);
};
