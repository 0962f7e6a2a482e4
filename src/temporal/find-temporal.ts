import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { buildTemporal } from './build-temporal.ts';
import { cacheFolder } from './cache.ts';
import { downloadTemporal } from './download-temporal.ts';
import { firstUsable, type TemporalBinary } from './first-usable.ts';

export interface FindOptions {
  /** `time-skipping`: pass over servers that cannot skip time for one run. */
  needs?: 'time-skipping';
  /** One line of progress. */
  say: (line: string) => void;
  /** Default: this process's environment. */
  env?: NodeJS.ProcessEnv;
}

export type FoundTemporal =
  /** A server that runs already; `address` is `host:port`. */
  { kind: 'server'; address: string } | ({ kind: 'binary' } & TemporalBinary);

/**
 * The server at `TEMPORAL_ADDRESS` if that is set, whatever its version; else a `temporal` command as
 * `findTemporalBinary` gets it.
 */
export const findTemporal = async (options: FindOptions): Promise<FoundTemporal> => {
  const address = (options.env ?? process.env)['TEMPORAL_ADDRESS'];
  if (address) {
    options.say(`Using the Temporal server at TEMPORAL_ADDRESS=${address}`);
    return { kind: 'server', address };
  }
  return { kind: 'binary', ...(await findTemporalBinary(options)) };
};

/**
 * A `temporal` command that can start a server here, from the first of these that has one: PATH, our cache,
 * the SDK's download, a build with Go. The last two are slow once and then cached.
 *
 * Rejects with one error that lists every step and why it failed.
 */
export const findTemporalBinary = async (options: FindOptions): Promise<TemporalBinary> => {
  const { say, env = process.env } = options;
  const cache = await cacheFolder(env);
  return firstUsable(
    [
      { name: 'temporal on PATH', path: () => onPath(env) },
      { name: 'earlier build', path: () => executable(join(cache, 'temporal')) },
      { name: 'earlier download', path: () => executable(join(cache, 'temporal-downloaded')) },
      {
        name: 'download by the SDK',
        path: () => downloadTemporal({ to: join(cache, 'temporal-downloaded'), env, say }),
      },
      { name: 'build with Go', path: () => buildTemporal({ to: join(cache, 'temporal'), env, say }) },
    ],
    options,
  );
};

const onPath = async (env: NodeJS.ProcessEnv): Promise<string> => {
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    const path = await executable(join(folder, 'temporal')).catch(() => undefined);
    if (path !== undefined) return path;
  }
  throw new Error('there is none');
};

const executable = async (path: string): Promise<string> => {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) throw new Error(`no file at ${path}`);
  await access(path, constants.X_OK);
  return path;
};
