import { open, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

const touchedEveryMs = 2_000;
const abandonedAfterMs = 15_000;

/**
 * Does `work` while no other process does work under the same lock file; `work` is told whether it had to wait,
 * that is whether another process may have done it already. The holder touches the file as it works, so one
 * left behind by a killed process is taken over after 15 s.
 *
 * It saves doing the work twice and promises no more: a holder that was suspended for longer loses it.
 */
export const withLock = async <Result>(
  file: string,
  say: (line: string) => void,
  work: (waited: boolean) => Promise<Result>,
): Promise<Result> => {
  let waited = false;
  while (!(await take(file))) {
    if (!waited) say(`Another process holds ${file}; waiting for it…`);
    waited = true;
    await setTimeout(500);
  }
  const heartbeat = setInterval(() => void touch(file), touchedEveryMs);
  try {
    return await work(waited);
  } finally {
    clearInterval(heartbeat);
    await rm(file, { force: true });
  }
};

const take = async (file: string): Promise<boolean> => {
  try {
    await (await open(file, 'wx')).close();
    return true;
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  }
  const touched = await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
  if (touched !== undefined && Date.now() - touched > abandonedAfterMs) await rm(file, { force: true });
  return false;
};

const touch = async (file: string) => {
  const now = new Date();
  await utimes(file, now, now).catch(() => undefined);
};

const isCode = (error: unknown, code: string) =>
  error instanceof Error && 'code' in error && error.code === code;
