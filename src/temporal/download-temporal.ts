import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execaNode } from 'execa';

export interface DownloadOptions {
  /** Where the command is put; nothing appears there until it is whole. */
  to: string;
  env: NodeJS.ProcessEnv;
  say: (line: string) => void;
}

/**
 * The `temporal` command that Temporal's SDK chooses for itself. Returns `to`.
 * Rejects where the SDK's testing package is not installed (it is no runtime dependency) or nothing came.
 */
export const downloadTemporal = async ({ to, env, say }: DownloadOptions): Promise<string> => {
  say('asking the SDK to download the Temporal server…');
  await mkdir(dirname(to), { recursive: true });
  const folder = await mkdtemp(join(dirname(to), 'download-'));
  try {
    // In a process of its own: the SDK's runtime can be installed once per process, with the options of
    // whoever comes first, and keeps listening for Ctrl-C.
    const { stderr } = await execaNode(new URL('./sdk-download.ts', import.meta.url), [folder], {
      env,
      extendEnv: false,
      ipc: false,
      reject: false,
      timeout: 300_000,
    });
    // The SDK starts what it downloaded and waits only 5 s, so a slow machine fails with the file in place.
    const [file] = (await readdir(folder)).filter((name) => !name.endsWith('.downloading'));
    if (file === undefined) throw new Error(stderr.trim() || 'the SDK left no file and gave no reason');
    await chmod(join(folder, file), 0o755);
    await rename(join(folder, file), to);
    return to;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
