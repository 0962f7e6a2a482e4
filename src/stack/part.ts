import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { endWithParent } from '../temporal/end-with-parent.ts';
import { lastLines } from '../temporal/last-lines.ts';

/** One process of the stack. It can be started again after its end, with the same port and the same data. */
export interface Part {
  name: string;
  /** Null while it does not run. */
  pid: () => number | null;
  /** Resolves once it serves. */
  start: () => Promise<void>;
  /** SIGTERM, and SIGKILL after its grace time. Resolves with how it ended and after how long. */
  stop: () => Promise<{ ms: number; wasKilled: boolean }>;
  /** SIGKILL, as the machine's end would be. */
  kill: () => Promise<void>;
}

export interface PartOptions {
  name: string;
  command: string;
  args: string[];
  /** Read at each start: keys change while it is down. */
  env?: () => NodeJS.ProcessEnv;
  /** Whom it runs as; default: as this process. */
  user?: { uid: number; gid: number };
  /** PostgreSQL waits for its clients on SIGTERM: it is told SIGINT instead. */
  stopSignal?: NodeJS.Signals;
  graceMs?: number;
  isServing: (pid: number) => Promise<boolean>;
  /** Each line it writes, on whatever stream. */
  onLine?: (line: string) => void;
}

const STARTS_WITHIN_MS = 90_000;
const LOOK_EVERY_MS = 100;

export const createPart = (options: PartOptions): Part => {
  const { name, isServing } = options;
  let running: ReturnType<typeof launch> | null = null;

  const start = async () => {
    if (running) throw new Error(`${name} runs already`);
    const process = launch(options);
    running = process;
    const deadline = Date.now() + STARTS_WITHIN_MS;
    while (!(await isServing(process.pid))) {
      if (process.hasEnded()) {
        running = null;
        throw new Error(`${name} ended before it served. Its last output:\n${process.output()}`);
      }
      if (Date.now() > deadline) {
        await end('SIGKILL');
        throw new Error(`${name} did not serve within ${STARTS_WITHIN_MS / 1000} s:\n${process.output()}`);
      }
      await pause(LOOK_EVERY_MS);
    }
  };

  const end = async (signal: NodeJS.Signals): Promise<NodeJS.Signals | undefined> => {
    const ending = running;
    running = null;
    if (!ending) return undefined;
    ending.child.kill(signal);
    return (await ending.ended).signal;
  };

  return {
    name,
    pid: () => (running && !running.hasEnded() ? (running.child.pid ?? null) : null),
    start,
    stop: async () => {
      const from = Date.now();
      const signal = await end(options.stopSignal ?? 'SIGTERM');
      return { ms: Date.now() - from, wasKilled: signal === 'SIGKILL' };
    },
    kill: async () => void (await end('SIGKILL')),
  };
};

const launch = ({ name, command, args, env, user, graceMs = 30_000, onLine }: PartOptions) => {
  const child = execa(command, args, {
    ...(env ? { env: env() } : {}),
    ...user,
    // Ctrl-C reaches us first: the order of the end is ours.
    detached: true,
    buffer: false,
    all: true,
    stdin: 'ignore',
    reject: false,
    forceKillAfterDelay: graceMs,
    cwd: '/',
  });
  if (child.pid === undefined) throw new Error(`${name} could not be started: ${command}`);
  const output = lastLines(child.all, 30);
  if (onLine) {
    let rest = '';
    child.all.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(onLine);
    });
  }
  const release = endWithParent(child.pid);
  let over = false;
  const ended = child.then((result) => {
    over = true;
    release();
    return result;
  });
  return { child, pid: child.pid, output, ended, hasEnded: () => over };
};
