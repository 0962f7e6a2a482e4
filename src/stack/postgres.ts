import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { findPostgres } from './find-postgres.ts';
import { createPart, type Part, type PartOptions } from './part.ts';

export interface Postgres extends Part {
  bin: string;
  port: number;
  user: string;
  password: string;
  dataFolder: string;
}

interface PostgresOptions extends Pick<PartOptions, 'onLine' | 'onOwnEnd'> {
  /** Where the cluster lies; made and filled where it is not there yet. */
  folder: string;
  port: number;
  user: string;
  password: string;
  /** Of the server, as on its command line: `-c max_connections=200`. */
  settings: string[];
  env?: NodeJS.ProcessEnv;
}

/**
 * PostgreSQL with a database cluster of its own below `folder`, on 127.0.0.1. Not started yet. As root it runs as the
 * machine's `postgres` user, else `nobody`: PostgreSQL refuses to run as root.
 */
export const preparePostgres = async (options: PostgresOptions): Promise<Postgres> => {
  const { folder, port, user, password, env = process.env } = options;
  const bin = await findPostgres(env);
  const runsAs = await unprivilegedUser();
  const dataFolder = join(folder, 'postgres');
  await initialise({ ...options, bin, dataFolder, runsAs });
  const part = createPart({
    name: 'postgres',
    command: join(bin, 'postgres'),
    args: () => ['-D', dataFolder, '-p', String(port), '-h', '127.0.0.1', '-k', '', ...options.settings],
    ...(runsAs ? { user: runsAs } : {}),
    // Fast shutdown: on SIGTERM it would wait for its clients.
    stopSignal: 'SIGINT',
    isServing: (pid) => isReady(dataFolder, pid),
    ...(options.onLine ? { onLine: options.onLine } : {}),
    ...(options.onOwnEnd ? { onOwnEnd: options.onOwnEnd } : {}),
  });
  return { ...part, bin, port, user, password, dataFolder };
};

// As pg_ctl looks: the first line is whose file it is, one killed before may have left its own; the eighth its state.
const isReady = async (dataFolder: string, pid: number): Promise<boolean> => {
  const text = await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  return lines[0] === String(pid) && lines[7] === 'ready';
};

interface Cluster extends Pick<PostgresOptions, 'user' | 'password'> {
  bin: string;
  dataFolder: string;
  runsAs: User | null;
}

/** Makes the cluster, once. */
const initialise = async ({ bin, dataFolder, runsAs, user, password }: Cluster): Promise<void> => {
  // Written last: a cluster whose making was broken off is not one.
  const made = `${dataFolder}.made`;
  if (await readFile(made).catch(() => null)) return;
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const given = `${dataFolder}.initial`;
  await writeFile(given, password, { mode: 0o600 });
  if (runsAs) {
    // To be passed through, not to be read.
    await chmod(dirname(dataFolder), 0o711);
    for (const path of [dataFolder, given]) await chown(path, runsAs.uid, runsAs.gid);
  }
  try {
    await execa(
      join(bin, 'initdb'),
      ['-D', dataFolder, '-U', user, '-A', 'scram-sha-256', '--pwfile', given, '-E', 'UTF8', '--no-locale'],
      { ...(runsAs ?? {}), cwd: '/' },
    );
  } finally {
    await rm(given);
  }
  await writeFile(made, `${new Date().toISOString()}\n`);
};

interface User {
  uid: number;
  gid: number;
}

const unprivilegedUser = async (): Promise<User | null> => {
  if (process.getuid?.() !== 0) return null;
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find(([first]) => first === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('PostgreSQL refuses to run as root, and there is no user postgres or nobody to run it as');
};
