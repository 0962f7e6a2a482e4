import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Report } from './session.ts';

export interface Work {
  bundleFile: string;
  seed: number;
  stories: number;
  jobs: number;
  /** The player of another copy of the source. */
  player?: string;
  /** Answers whether to go on. */
  onReport: (report: Report) => boolean;
}

const OWN_PLAYER = fileURLToPath(new URL('./player.ts', import.meta.url));

/** Plays stories from one seed on, each core its share of them. */
export const playMany = async ({
  bundleFile,
  seed,
  stories,
  jobs,
  player,
  onReport,
}: Work): Promise<void> => {
  const players: ChildProcess[] = [];
  const stopAll = () => {
    for (const { pid } of players) if (pid !== undefined) stop(pid);
  };
  const ends = Array.from({ length: Math.min(jobs, stories) }, (_, job) => {
    const count = Math.ceil((stories - job) / jobs);
    const args = [bundleFile, seed + job, jobs, count].map(String);
    const child = fork(player ?? OWN_PLAYER, args, { execArgv: ['--enable-source-maps=false'] });
    players.push(child);
    let isStopped = false;
    child.on('message', (report: Report) => {
      if (isStopped || onReport(report)) return;
      isStopped = true;
      stopAll();
    });
    return new Promise<void>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code, signal) => {
        if (code === 0 || signal !== null) resolve();
        else reject(new Error(`A player ended with ${code}; its last words are above`));
      });
    });
  });
  await Promise.all(ends);
};

const stop = (pid: number): void => {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
};
