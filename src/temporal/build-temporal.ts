import { access, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa, ExecaError } from 'execa';
import { followGo } from './build-progress.ts';
import { moduleFolder } from './cache.ts';
import { withLock } from './lock.ts';

/** What can be built of the one module, by the name of the command. */
const packages = {
  temporal: 'github.com/temporalio/cli/cmd/temporal',
  'temporal-server': 'go.temporal.io/server/cmd/server',
  'temporal-sql-tool': 'go.temporal.io/server/cmd/tools/sql',
} as const;
export type TemporalCommand = keyof typeof packages;

export interface BuildOptions {
  /** Default: `temporal`, which is both client and development server. */
  command?: TemporalCommand;
  /** Where the command is put; nothing appears there until it is whole. */
  to: string;
  env: NodeJS.ProcessEnv;
  say: (line: string) => void;
}

// -mod=readonly: a build never edits the pinned versions, whatever GOFLAGS says.
const flags = ['-mod=readonly', '-trimpath', '-ldflags', '-s -w'];

/**
 * Builds a command of tools/temporal/go.mod with the machine's Go: minutes with an empty build
 * cache, seconds with a warm one. Returns `to`. Rejects with the end of Go's output.
 */
export const buildTemporal = async ({
  command = 'temporal',
  to,
  env,
  say,
}: BuildOptions): Promise<string> => {
  await mkdir(dirname(to), { recursive: true });
  return withLock(`${to}.lock`, say, async (waited) => {
    if (waited && (await exists(to))) return to;
    await removeLeftovers(dirname(to));
    const partial = `${to}-${process.pid}${partialSuffix}`;
    try {
      const count = await packagesToCompile(packages[command], env, say);
      say(`building ${nameOf(command)}; packages to compile: ${count.toLocaleString('en-US')}`);
      await go(
        ['build', '-v', ...flags, '-o', partial, packages[command]],
        env,
        followGo(say, { packages: count }),
      );
      await rename(partial, to);
    } finally {
      await rm(partial, { force: true });
    }
    return to;
  });
};

const nameOf = (command: TemporalCommand): string =>
  command === 'temporal' ? 'the Temporal server' : command;

// Listing them downloads the modules, which is why it reports progress too.
const packagesToCompile = async (
  goPackage: string,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<number> => {
  say('counting the packages of the Temporal server…');
  const stale = '{{if .Stale}}{{.ImportPath}}{{end}}';
  const list = await go(['list', '-deps', ...flags, '-f', stale, goPackage], env, followGo(say));
  return list.split('\n').filter(Boolean).length;
};

const go = async ([verb = '', ...rest]: string[], env: NodeJS.ProcessEnv, onLine: (line: string) => void) => {
  try {
    const { stdout } = await execa('go', [verb, '-C', moduleFolder, ...rest], {
      // Without cgo no C compiler is needed. GOWORK: a workspace around the checkout would change the versions.
      env: { ...env, CGO_ENABLED: '0', GOWORK: 'off' },
      extendEnv: false,
      stdin: 'ignore',
      stderr: function* (line: unknown) {
        onLine(String(line));
        yield line;
      },
    });
    return stdout;
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    if (error.code === 'ENOENT') throw new Error('there is no go command on PATH', { cause: error });
    const lines = String(error.stderr).trim().split('\n').slice(-15).join('\n');
    throw new Error(`${error.shortMessage}\n${lines}`, { cause: error });
  }
};

const partialSuffix = '.partial';

// Of builds that were killed. None is running: the lock is ours.
const removeLeftovers = async (folder: string) => {
  for (const name of await readdir(folder)) {
    if (name.endsWith(partialSuffix)) await rm(join(folder, name), { force: true });
  }
};

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
