import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const emptyFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'staykey-test-'));

/** Puts a shell script that stands for a command into `folder` and returns its path. */
export const fakeCommand = async (folder: string, name: string, script: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
};

/** A `temporal` that only knows its version. */
export const fakeTemporal = (folder: string, serverVersion: string, name = 'temporal'): Promise<string> =>
  fakeCommand(folder, name, `echo 'temporal version 1.0.0 (Server ${serverVersion}, UI 2.0.0)'`);
