import getPort from 'get-port';
import { readSecretFiles, secretFileVariables } from '../environment/secret-files.ts';
import type { Launch } from './launch.ts';
import { createPart, type Part } from './part.ts';
import { answers, polls } from './serving.ts';
import { launchAt, type Site } from './site.ts';

export interface StaykeyParts {
  codecServer: Part;
  api: Part;
  workers: Part[];
  codecServerUrl: string;
  taskQueue: string;
  /** What a worker runs from its next start on; null: the code beside this. */
  code: { workerScript: string | null };
}

interface Wanted {
  workers: number;
  apiPort: number;
  /** For all of them. */
  env: Record<string, string>;
  workerScript: string | null;
}

/** Our own processes, not started yet. */
export const createStaykeyParts = async (
  site: Site,
  { workers, apiPort, env, workerScript }: Wanted,
): Promise<StaykeyParts> => {
  const codecPort = await getPort();
  const codecServerUrl = `http://127.0.0.1:${codecPort}`;
  const create = (
    name: string,
    { command, args, env, restarts }: Launch,
    isServing: (pid: number) => Promise<boolean>,
    older: () => string | null = () => null,
  ) =>
    createPart({
      name,
      command,
      args: () => [older() ?? args[0] ?? '', ...args.slice(1)],
      env: () => (older() === null ? env : withPlainSecrets(env)),
      isServing,
      ...site.listenersOf(name, restarts),
    });
  const code = { workerScript };
  const launch = async (service: string, own: Record<string, string>): Promise<Launch> =>
    launchAt(site, service, { STAYKEY_METRICS_PORT: String(await getPort()), ...own, ...env });

  const codecServer = await launch('codec-server', { STAYKEY_CODEC_PORT: String(codecPort) });
  const api = await launch('api', { STAYKEY_API_PORT: String(apiPort) });
  const launches = await Promise.all(Array.from({ length: workers }, () => launch('worker', {})));
  const taskQueue = api.env['STAYKEY_TASK_QUEUE'] ?? '';
  const queue = {
    address: api.env['TEMPORAL_ADDRESS'] ?? '',
    namespace: api.env['TEMPORAL_NAMESPACE'] ?? '',
    taskQueue,
  };
  return {
    codecServer: create('codec server', codecServer, () => answers(`${codecServerUrl}/healthz`)),
    api: create('api', api, () => answers(`http://127.0.0.1:${apiPort}/healthz`)),
    workers: launches.map((each, index) =>
      create(
        `worker ${index + 1}`,
        each,
        (pid) => polls(queue, pid),
        () => code.workerScript,
      ),
    ),
    code,
    codecServerUrl,
    taskQueue,
  };
};

// A version of before may know no secrets by file, and one of today refuses both at once.
const withPlainSecrets = (env: Record<string, string>): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(readSecretFiles(env).env).filter(([name]) => !secretFileVariables.includes(name)),
  );
