import { launchProcess } from '../temporal/launch-process.ts';

export interface Child {
  pid: number;
  /** The first line on its standard output; rejects when it ends before it says anything. */
  firstLine: Promise<string>;
  /** Rejects when it ends without having been told to. */
  unexpectedEnd: Promise<never>;
  /** SIGTERM, then SIGKILL after the grace time. Safe to call twice. */
  stop: () => Promise<void>;
}

const graceMs = 15_000;

/** Runs one of our own scripts as a process of its own, on the same Node; `say` hears its standard error. */
export const startChild = (
  name: string,
  script: string,
  { args = [], env = {}, say }: { args?: string[]; env?: NodeJS.ProcessEnv; say: (line: string) => void },
): Child => {
  const first = Promise.withResolvers<string>();
  const {
    pid,
    ended,
    stop: stopProcess,
  } = launchProcess({
    name,
    command: process.execPath,
    args: [script, ...args],
    env,
    graceMs,
    onLine: (line, stream) => (stream === 'stdout' ? first.resolve(line) : say(`${name}: ${line}`)),
  });

  let isToldToStop = false;
  const unexpectedEnd = new Promise<never>((_resolve, reject) => {
    void ended.then(({ words }) => {
      const error = new Error(`${name} ended ${words}`);
      first.reject(error);
      if (!isToldToStop) reject(error);
    });
  });
  unexpectedEnd.catch(() => undefined);
  first.promise.catch(() => undefined);

  const stop = async () => {
    isToldToStop = true;
    await stopProcess();
  };
  return { pid, firstLine: first.promise, unexpectedEnd, stop };
};
