import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { endWithParent } from '../temporal/end-with-parent.ts';

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

/**
 * Runs one of our own scripts as a process of its own, on the same Node. It leads a process group, so that Ctrl-C
 * reaches us first and the order of the end is ours; it ends with us even if we are killed.
 */
export const startChild = (
  name: string,
  script: string,
  { args = [], env = {}, say }: { args?: string[]; env?: NodeJS.ProcessEnv; say: (line: string) => void },
): Child => {
  const child = execa(process.execPath, [script, ...args], {
    env,
    detached: true,
    buffer: false,
    stdin: 'ignore',
    reject: false,
    forceKillAfterDelay: graceMs,
  });
  if (child.pid === undefined) throw new Error(`${name} could not be started: ${script}`);
  const release = endWithParent(child.pid);
  createInterface(child.stderr).on('line', (line) => say(`${name}: ${line}`));

  let isToldToStop = false;
  const ended = child.then(({ exitCode, signal }) => {
    release();
    return `${name} ended with ${exitCode === undefined ? signal : `exit code ${exitCode}`}`;
  });
  const unexpectedEnd = new Promise<never>((_resolve, reject) => {
    void ended.then((how) => isToldToStop || reject(new Error(how)));
  });
  unexpectedEnd.catch(() => undefined);
  const firstLine = new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    void ended.then((how) => reject(new Error(how)));
  });
  firstLine.catch(() => undefined);

  const stop = async () => {
    isToldToStop = true;
    child.kill('SIGTERM');
    await ended;
  };
  return { pid: child.pid, firstLine, unexpectedEnd, stop };
};
