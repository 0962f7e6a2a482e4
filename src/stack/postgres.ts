import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { findPostgres } from './find-postgres.ts';
import { createPart, type Part } from './part.ts';

export interface Postgres extends Part {
  bin: string;
  port: number;
  user: string;
  password: string;
  dataFolder: string;
}

interface PostgresOptions {
  /** Where the cluster lies; made and filled where it is not there yet. */
  folder: string;
  port: number;
  env?: NodeJS.ProcessEnv;
  onLine?: (line: string) => void;
}

const USER = 'temporal';

/**
 * PostgreSQL with a database cluster of its own below `folder`, on 127.0.0.1. Not started yet. As root it runs as the
 * machine's `postgres` user, else `nobody`: PostgreSQL refuses to run as root.
 */
export const preparePostgres = async (options: PostgresOptions): Promise<Postgres> => {
  const { folder, port, env = process.env } = options;
  const bin = await findPostgres(env);
  const user = await unprivilegedUser();
  const dataFolder = join(folder, 'postgres');
  const password = await initialise(bin, dataFolder, user);
  const part = createPart({
    name: 'postgres',
    command: join(bin, 'postgres'),
    args: ['-D', dataFolder, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', 'max_connections=200'],
    ...(user ? { user } : {}),
    // Fast shutdown: open sessions are ended.
    stopSignal: 'SIGINT',
    isServing: (pid) => isReady(dataFolder, pid),
    ...(options.onLine ? { onLine: options.onLine } : {}),
  });
  return { ...part, bin, port, user: USER, password, dataFolder };
};

// As pg_ctl looks: the first line is whose file it is, one killed before may have left its own; the eighth its state.
const isReady = async (dataFolder: string, pid: number): Promise<boolean> => {
  const text = await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  return lines[0] === String(pid) && lines[7] === 'ready';
};

/** Makes the cluster once. Its password lies beside it, readable to whoever runs this. */
const initialise = async (bin: string, dataFolder: string, user: User | null): Promise<string> => {
  const passwordFile = `${dataFolder}.password`;
  const known = await readFile(passwordFile, 'utf8').catch(() => null);
  if (known !== null) return known.trim();
  const password = randomBytes(24).toString('base64url');
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const given = `${dataFolder}.initial`;
  await writeFile(given, password, { mode: 0o600 });
  if (user) {
    // To be passed through, not to be read.
    await chmod(dirname(dataFolder), 0o711);
    for (const path of [dataFolder, given]) await chown(path, user.uid, user.gid);
  }
  try {
    await execa(
      join(bin, 'initdb'),
      ['-D', dataFolder, '-U', USER, '-A', 'scram-sha-256', '--pwfile', given, '-E', 'UTF8', '--no-locale'],
      { ...(user ?? {}), cwd: '/' },
    );
  } finally {
    await rm(given);
  }
  await writeFile(passwordFile, password, { mode: 0o600 });
  return password;
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
