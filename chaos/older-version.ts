import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

export interface OlderVersion {
  /** As people name it. */
  name: string;
  workerScript: string;
}

const root = fileURLToPath(new URL('..', import.meta.url));
/**
 * The newest release that git knows here.
 * @throws where there is none: runs of before the first release do not continue with later code
 */
export const newestRelease = async (): Promise<string> => {
  const { stdout, failed } = await git('describe', '--tags', '--abbrev=0');
  if (failed) throw new Error('there is no release yet');
  return stdout;
};

/**
 * The code of another revision, put below `folder`, with the packages that are installed here.
 * @throws where git, the repository or the revision isn't there
 */
export const checkOutVersion = async (revision: string, folder: string): Promise<OlderVersion> => {
  const found = await git('rev-parse', '--verify', '--quiet', `${revision}^{commit}`);
  if (found.failed) throw new Error(`git knows no revision "${revision}" here`);
  const to = join(folder, 'older-version');
  const archive = `${to}.tar`;
  await mkdir(to);
  await execa('git', ['-C', root, 'archive', '--output', archive, found.stdout]);
  await execa('tar', ['-xf', archive, '-C', to]);
  await symlink(join(root, 'node_modules'), join(to, 'node_modules'));
  const short = found.stdout.slice(0, 7);
  return {
    name: revision.startsWith(short) ? short : `${revision} (${short})`,
    workerScript: join(to, 'src/worker.ts'),
  };
};

const git = (...args: string[]) => execa('git', ['-C', root, ...args], { reject: false });
