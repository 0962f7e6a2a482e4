import { setTimeout as pause } from 'node:timers/promises';
import { launchProcess, type Launched, type LaunchOptions } from '../temporal/launch-process.ts';

/** One process of the stack. It can be started again after its end, with the same port and the same data. */
export interface Part {
  name: string;
  /** Null while it does not run. */
  pid: () => number | null;
  /** Resolves once it serves. `env` is for this start alone. */
  start: (env?: NodeJS.ProcessEnv) => Promise<void>;
  /** Told to stop, and SIGKILL after its grace time. Resolves with how it ended and after how long. */
  stop: () => Promise<{ ms: number; wasKilled: boolean }>;
  /** SIGKILL, as the machine's end would be. */
  kill: () => Promise<void>;
}

interface PartOptions extends Pick<LaunchOptions, 'name' | 'command' | 'user' | 'stopSignal'> {
  /** Both are asked at each start: another version may have been put in its place. */
  args: () => string[];
  env?: () => NodeJS.ProcessEnv;
  /** How long it may take to stop, milliseconds. */
  graceMs?: number;
  isServing: (pid: number) => Promise<boolean>;
  /** Each line it writes, on whatever stream. */
  onLine?: (line: string) => void;
}

const STARTS_WITHIN_MS = 90_000;
const LOOK_EVERY_MS = 100;
/** How long a part may take to stop unless it says otherwise. */
export const GRACE_MS = 30_000;

export const createPart = (options: PartOptions): Part => {
  const { name, isServing } = options;
  let running: Launched | null = null;

  const start = async (env: NodeJS.ProcessEnv = {}) => {
    if (running) throw new Error(`${name} runs already`);
    const process = launchProcess({
      ...options,
      args: options.args(),
      env: { ...options.env?.(), ...env },
      graceMs: options.graceMs ?? GRACE_MS,
      cwd: '/',
    });
    running = process;
    const deadline = Date.now() + STARTS_WITHIN_MS;
    while (!(await isServing(process.pid))) {
      if (process.hasEnded()) {
        running = null;
        throw new Error(`${name} ended before it served. Its last output:\n${process.output()}`);
      }
      if (Date.now() > deadline) {
        await end('kill');
        throw new Error(`${name} did not serve within ${STARTS_WITHIN_MS / 1000} s:\n${process.output()}`);
      }
      await pause(LOOK_EVERY_MS);
    }
  };

  const end = async (how: 'stop' | 'kill'): Promise<NodeJS.Signals | undefined> => {
    const ending = running;
    running = null;
    return (await ending?.[how]())?.signal;
  };

  return {
    name,
    pid: () => (running && !running.hasEnded() ? running.pid : null),
    start,
    stop: async () => {
      const from = Date.now();
      const signal = await end('stop');
      return { ms: Date.now() - from, wasKilled: signal === 'SIGKILL' };
    },
    kill: async () => void (await end('kill')),
  };
};
