import { execa } from 'execa';
import { findMissing, isOnPath, maySkip, packagesOf, toInstall } from './needs.ts';

interface Machine {
  env: NodeJS.ProcessEnv;
  isRoot: boolean;
  /** Rejects where the command fails. */
  run: (command: string, args: string[]) => Promise<unknown>;
  say: (line: string) => void;
}

/** This machine. What apt prints goes to standard error. */
export const thisMachine = (): Machine => ({
  env: process.env,
  isRoot: process.getuid?.() === 0,
  run: (command, args) =>
    execa(command, args, {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
      stdin: 'ignore',
      stdout: process.stderr,
      stderr: 'inherit',
    }),
  say: (line) => void process.stderr.write(`${line}\n`),
});

/**
 * Installs what the tests need and this machine lacks, where that can be done: by apt, as root. Elsewhere it says what to
 * install, and the tests that need it are skipped.
 * @throws where something is still missing and no test may be skipped
 */
export const installNeeds = async ({ env, isRoot, run, say }: Machine): Promise<void> => {
  const missing = await findMissing(env);
  if (missing.length === 0) return;
  const skips = maySkip(env);
  if (isRoot && (await isOnPath('apt-get', env))) {
    say(`Installing what the tests need: ${packagesOf(missing).join(', ')}`);
    const apt = (...args: string[]) =>
      run('apt-get', args).catch((error: unknown) => say(firstLineOf(error)));
    await apt('update', '-q');
    // One by one: a release of Debian's kin may lack one of them.
    for (const name of packagesOf(missing)) await apt('install', '-q', '-y', '--no-install-recommends', name);
  }
  const left = await findMissing(env);
  if (left.length === 0) return;
  const advice = `missing: install ${toInstall(left)}`;
  if (!skips) throw new Error(`The tests need what is ${advice}`);
  say(`Some tests will be skipped, as what they need is ${advice}`);
};

const firstLineOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
