import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/**
 * Path of a Chromium: `CHROMIUM_PATH`, else the first `chromium` on `PATH`. None is downloaded.
 * @throws naming where it was looked for and what to install
 */
export const findChromium = async (env: NodeJS.ProcessEnv): Promise<string> => {
  const named = env['CHROMIUM_PATH'];
  const candidates = named
    ? [named]
    : (env['PATH'] ?? '')
        .split(delimiter)
        .filter(Boolean)
        .map((folder) => join(folder, 'chromium'));
  for (const path of candidates) if (await isExecutable(path)) return path;
  throw new Error(
    named
      ? `CHROMIUM_PATH="${named}": expected the path of a Chromium that can be run`
      : 'No "chromium" on PATH: install it ("apt install chromium" on Debian), or set CHROMIUM_PATH to a Chromium or Chrome',
  );
};

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
