import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Part } from '../src/stack/part.ts';

const folders = ['/usr/lib', '/usr/local/lib', '/usr/lib64'];
const LIBRARY = 'faketime/libfaketimeMT.so.1';

/** libfaketime's library, where it is installed; null elsewhere. It works on Linux alone. */
export const findFaketime = async (): Promise<string | null> => {
  if (process.platform !== 'linux') return null;
  for (const folder of folders) {
    // Debian has a folder for each architecture there.
    const names = await readdir(folder).catch(() => []);
    for (const path of [LIBRARY, ...names.map((name) => join(name, LIBRARY))]) {
      const isThere = await readFile(join(folder, path)).then(
        () => true,
        () => false,
      );
      if (isThere) return join(folder, path);
    }
  }
  return null;
};

/**
 * The environment of a process whose clock is `seconds` ahead, or behind where negative. Only what tells the date is
 * skewed: timers and time-outs go by the monotonic clock, as on a machine whose clock is wrong.
 */
export const skewedClock = (library: string, seconds: number): NodeJS.ProcessEnv => ({
  LD_PRELOAD: library,
  FAKETIME: `${seconds < 0 ? '' : '+'}${seconds}`,
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
  NO_FAKE_STAT: '1',
});

/** @throws where the library was not taken, such as by a process that is linked statically */
export const mustBeSkewed = async (part: Part): Promise<void> => {
  const maps = await readFile(`/proc/${part.pid()}/maps`, 'utf8').catch(() => '');
  if (!maps.includes('libfaketime')) throw new Error(`${part.name} runs without libfaketime`);
};
