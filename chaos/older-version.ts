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
/** While there is no release: of the time when the histories in test/replay/histories/0.3.0 were the newest. */
const BEFORE_THE_FIRST_RELEASE = '164fa79';

/** The newest release that git knows here, or an earlier commit where there is none. */
export const newestRelease = async (): Promise<string> => {
  const { stdout, failed } = await git('describe', '--tags', '--abbrev=0');
  return failed ? BEFORE_THE_FIRST_RELEASE : stdout;
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
