import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the Go module that builds the `temporal` command lies. */
export const moduleFolder = join(import.meta.dirname, '../../tools/temporal');

/**
 * The folder for `temporal` commands we got ourselves, outside the work tree so that all checkouts share it:
 * `$STAYKEY_CACHE_DIR`, else `$XDG_CACHE_HOME/staykey`, else `~/.cache/staykey`; below it one folder per
 * content of go.mod and go.sum, so a changed version is never served from an old build.
 */
export const cacheFolder = async (env: NodeJS.ProcessEnv): Promise<string> => {
  const root =
    env['STAYKEY_CACHE_DIR'] || join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'staykey');
  const hash = createHash('sha256');
  for (const file of ['go.sum', 'go.mod']) hash.update(await readFile(join(moduleFolder, file)));
  return join(root, `temporal-${hash.digest('hex').slice(0, 12)}`);
};
