import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from './engine.ts';
import { memoryOf } from './memory.ts';
import type { Plan } from './plan.ts';
import { play } from './play.ts';
import type { Pms } from './pms.ts';
import { runEngine } from './run-engine.ts';
import { startSimulator } from './simulator.ts';

export interface QuietPass {
  stays: number;
  /** From the booking being handed in to its PIN being told, milliseconds, in ascending order. */
  latenciesMs: number[];
  /** Stays that departed before their PIN was told: the machine had too much else to do. */
  untold: number;
  workerBytes: number;
  serverBytes: number;
  /** What is stored, before and after. */
  storedBefore: number;
  storedAfter: number;
}

interface QuietOptions {
  engine: Engine;
  pms: Pms;
  plan: Plan;
  folder: string;
  simulatorPort: number;
}

// Stays of the pass before have departed meanwhile: the engine ends them first.
const SETTLE_MS = 1_500;
const ENDS_WITHIN_MS = 1_000;

/** Nothing goes wrong: what it takes in time, memory and bytes. */
export const playQuiet = async ({
  engine,
  pms,
  plan,
  folder,
  simulatorPort,
}: QuietOptions): Promise<QuietPass> => {
  await using simulator = await startSimulator({
    folder,
    port: simulatorPort,
    doorIds: plan.doorIds,
    createsPerMinute: 1_000,
    webhookUrl: `${pms.url}/seam`,
  });
  await using running = await runEngine(engine, pms);
  await pause(SETTLE_MS);
  const storedBefore = await engine.storedBytes();
  const from = pms.told.length;
  const startMs = Date.now();
  const bookedAt = await play(running.client, plan, startMs);
  const warmUp = new Set([...bookedAt.keys()].slice(0, plan.warmUp));
  const pinsTold = () =>
    pms.told.slice(from).flatMap(({ key, at }) => {
      const since = bookedAt.get(key);
      return since === undefined ? [] : [{ key, ms: at - since }];
    });
  const lastArrival = Math.max(...plan.stays.map(({ arrivesAt }) => arrivesAt));
  const endMs = startMs + lastArrival + plan.staysForMs;
  while (pinsTold().length < plan.stays.length && Date.now() < endMs) {
    if (simulator.part.pid() === null) throw new Error('The simulator ended in the middle of a pass');
    await pause(50);
  }
  const memory = async (parts: { pid: () => number | null }[]) =>
    (await Promise.all(parts.map((part) => memoryOf(part.pid() ?? 0)))).reduce(
      (sum, bytes) => sum + bytes,
      0,
    );
  const workerBytes = await memory([engine.worker]);
  const serverBytes = await memory(engine.servers);
  // The engine ends the stays, so that what it keeps of them is what it keeps of a whole story.
  await pause(Math.max(0, endMs + ENDS_WITHIN_MS - Date.now()));
  return {
    stays: plan.stays.length,
    latenciesMs: pinsTold()
      .flatMap(({ key, ms }) => (warmUp.has(key) ? [] : [ms]))
      .sort((a, b) => a - b),
    untold: plan.stays.length - pinsTold().length,
    workerBytes,
    serverBytes,
    storedBefore,
    storedAfter: await engine.storedBytes(),
  };
};
