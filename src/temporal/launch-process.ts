import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { endWithParent } from './end-with-parent.ts';

export interface LaunchOptions {
  name: string;
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Whom it runs as; default: as this process. */
  user?: { uid: number; gid: number };
  /** What asks it to stop; default: SIGTERM. */
  stopSignal?: NodeJS.Signals;
  /** From there to SIGKILL. */
  graceMs: number;
  onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
}

export interface Launched {
  pid: number;
  /** The last lines it wrote, on whatever stream. */
  output: () => string;
  hasEnded: () => boolean;
  /** How it ended; never rejects. `words` are for people. */
  ended: Promise<{ words: string; signal: NodeJS.Signals | undefined }>;
  /** The stop signal, and SIGKILL after the grace time. Resolves as `ended` does; safe to call twice. */
  stop: () => Launched['ended'];
  /** SIGKILL at once. */
  kill: () => Launched['ended'];
}

const KEPT_LINES = 30;

/**
 * Starts a process that ends with this one, even if this one is killed. It leads a process group of its own: Ctrl-C reaches
 * us alone, and the order in which things end is ours.
 * @throws when it can't be started at all
 */
export const launchProcess = (options: LaunchOptions): Launched => {
  const { name, command, args, env, cwd, user, stopSignal = 'SIGTERM', graceMs, onLine } = options;
  const child = execa(command, args, {
    ...(env ? { env } : {}),
    ...(cwd === undefined ? {} : { cwd }),
    ...user,
    detached: true,
    buffer: false,
    stdin: 'ignore',
    reject: false,
    killSignal: stopSignal,
    forceKillAfterDelay: graceMs,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} could not be started: ${command}`);
  const release = endWithParent(pid);

  const kept: string[] = [];
  for (const stream of ['stdout', 'stderr'] as const) {
    createInterface(child[stream]).on('line', (line) => {
      kept.push(line);
      if (kept.length > KEPT_LINES) kept.shift();
      onLine?.(line, stream);
    });
  }
  let isOver = false;
  const ended = child.then(({ exitCode, signal }) => {
    isOver = true;
    release();
    return { words: exitCode === undefined ? `by ${signal}` : `with exit code ${exitCode}`, signal };
  });
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return {
    pid,
    output: () => kept.join('\n') || '(none)',
    hasEnded: () => isOver,
    ended,
    stop: () => end(stopSignal),
    kill: () => end('SIGKILL'),
  };
};
