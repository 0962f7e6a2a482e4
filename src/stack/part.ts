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

export interface PartOptions extends Pick<LaunchOptions, 'name' | 'command' | 'user' | 'stopSignal'> {
  /** Both are asked at each start: another version may have been put in its place. */
  args: () => string[];
  env?: () => NodeJS.ProcessEnv;
  /** How long it may take to stop, milliseconds. */
  graceMs?: number;
  /** Whether one that ends by itself is started again, as Docker does. Told each time, with how it ended. */
  onOwnEnd?: (how: string) => void;
  isServing: (pid: number) => Promise<boolean>;
  /** Each line it writes, on whatever stream. */
  onLine?: (line: string) => void;
}

const STARTS_WITHIN_MS = 90_000;
const LOOK_EVERY_MS = 100;
// Docker's own, doubled from each failed start to the next.
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 60_000;
/** How long a part may take to stop unless it says otherwise. */
export const GRACE_MS = 30_000;

export const createPart = (options: PartOptions): Part => {
  const { name, isServing, onOwnEnd } = options;
  let running: Launched | null = null;
  // Of starts that somebody asked for: none is gone on with once it was ended, or another one asked for.
  let asked = 0;
  let hasServed = false;

  const launch = async (env: NodeJS.ProcessEnv): Promise<void> => {
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
        if (running === process) running = null;
        throw new Error(`${name} ended before it served. Its last output:\n${process.output()}`);
      }
      if (Date.now() > deadline) {
        await process.kill();
        running = null;
        throw new Error(`${name} did not serve within ${STARTS_WITHIN_MS / 1000} s:\n${process.output()}`);
      }
      await pause(LOOK_EVERY_MS);
    }
    hasServed = true;
    void process.ended.then(({ words }) => {
      if (running !== process) return;
      running = null;
      if (onOwnEnd) void startAgain(env, asked, `ended ${words}:\n${process.output()}`);
    });
  };

  const startAgain = async (env: NodeJS.ProcessEnv, forWhom: number, how: string): Promise<void> => {
    for (let [words, after] = [how, FIRST_PAUSE_MS]; ; after = Math.min(after * 2, LONGEST_PAUSE_MS)) {
      onOwnEnd?.(words);
      await pause(after, undefined, { ref: false });
      if (asked !== forWhom) return;
      try {
        return await launch(env);
      } catch (error) {
        if (asked !== forWhom) return;
        words = (error as Error).message;
      }
    }
  };

  const end = async (how: 'stop' | 'kill'): Promise<NodeJS.Signals | undefined> => {
    const ending = running;
    running = null;
    asked += 1;
    return (await ending?.[how]())?.signal;
  };

  return {
    name,
    pid: () => (running && !running.hasEnded() ? running.pid : null),
    start: async (env = {}) => {
      if (running) throw new Error(`${name} runs already`);
      asked += 1;
      try {
        await launch(env);
      } catch (error) {
        // What has served before serves again once what it needs is there; the first time something is wrong with it.
        if (!hasServed || !onOwnEnd) throw error;
        await startAgain(env, asked, (error as Error).message);
      }
    },
    stop: async () => {
      const from = Date.now();
      const signal = await end('stop');
      return { ms: Date.now() - from, wasKilled: signal === 'SIGKILL' };
    },
    kill: async () => void (await end('kill')),
  };
};
