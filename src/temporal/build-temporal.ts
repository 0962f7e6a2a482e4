import { access, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa, ExecaError } from 'execa';
import { followGo } from './build-progress.ts';
import { moduleFolder } from './cache.ts';
import { withLock } from './lock.ts';

export interface BuildOptions {
  /** Where the command is put; nothing appears there until it is whole. */
  to: string;
  env: NodeJS.ProcessEnv;
  say: (line: string) => void;
}

const command = 'github.com/temporalio/cli/cmd/temporal';
// -mod=readonly: a build never edits the pinned versions, whatever GOFLAGS says.
const flags = ['-mod=readonly', '-trimpath', '-ldflags', '-s -w'];

/**
 * Builds the `temporal` command of tools/temporal/go.mod with the machine's Go: minutes with an empty build
 * cache, seconds with a warm one. Returns `to`. Rejects with the end of Go's output.
 */
export const buildTemporal = async ({ to, env, say }: BuildOptions): Promise<string> => {
  await mkdir(dirname(to), { recursive: true });
  return withLock(`${to}.lock`, say, async (waited) => {
    if (waited && (await exists(to))) return to;
    await removeLeftovers(dirname(to));
    const partial = `${to}-${process.pid}${partialSuffix}`;
    try {
      const packages = await packagesToCompile(env, say);
      say(`building the Temporal server; packages to compile: ${packages.toLocaleString('en-US')}`);
      await go(['build', '-v', ...flags, '-o', partial, command], env, followGo(say, { packages }));
      await rename(partial, to);
    } finally {
      await rm(partial, { force: true });
    }
    return to;
  });
};

// Listing them downloads the modules, which is why it reports progress too.
const packagesToCompile = async (env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<number> => {
  say('counting the packages of the Temporal server…');
  const stale = '{{if .Stale}}{{.ImportPath}}{{end}}';
  const list = await go(['list', '-deps', ...flags, '-f', stale, command], env, followGo(say));
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
