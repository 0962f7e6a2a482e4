import getPort from 'get-port';
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
}

interface Wanted {
  workers: number;
  apiPort: number;
  /** For all of them. */
  env: Record<string, string>;
}

/** Our own processes, not started yet. */
export const createStaykeyParts = async (
  site: Site,
  { workers, apiPort, env }: Wanted,
): Promise<StaykeyParts> => {
  const codecPort = await getPort();
  const codecServerUrl = `http://127.0.0.1:${codecPort}`;
  const create = (
    name: string,
    { command, args, env }: Launch,
    isServing: (pid: number) => Promise<boolean>,
  ) => createPart({ name, command, args, env, isServing, ...site.linesOf(name) });
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
    workers: launches.map((each, index) => create(`worker ${index + 1}`, each, (pid) => polls(queue, pid))),
    codecServerUrl,
    taskQueue,
  };
};
