import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import type { Launch } from './launch.ts';

// As `on-failure:5` of the compose file: the other services of Temporal hear of a new namespace a moment late.
const ATTEMPTS = 6;
const PAUSE_MS = 1_000;

/** Runs a job of the compose file to its end. Rejects with the end of its output when it failed each time. */
export const runJob = async (name: string, { command, args, env }: Launch): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    const { exitCode, all } = await execa(command, args, { env, all: true, reject: false, stdin: 'ignore' });
    if (exitCode === 0) return;
    if (attempt === ATTEMPTS) {
      const lines = all.split('\n').slice(-20).join('\n');
      throw new Error(`${name} failed ${ATTEMPTS} times; at last with exit code ${exitCode}:\n${lines}`);
    }
    await pause(PAUSE_MS);
  }
};
