import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { StoryClient } from '../shared/client.ts';
import type { Engine } from './engine.ts';
import { judge, trulyWithoutCode, type Verdict } from './judge.ts';
import type { Plan } from './plan.ts';
import { play } from './play.ts';
import type { Pms } from './pms.ts';
import { runEngine } from './run-engine.ts';
import { startSimulator, type Simulator } from './simulator.ts';

export interface RoughPass {
  verdict: Verdict;
  kills: number;
  /** Requests to Seam that a fault touched. */
  faultsMet: number;
  /** From a booking to its first PIN, milliseconds, in ascending order; without the dead door's. */
  latenciesMs: number[];
  question: Question;
}

/** "Which arrivals have no code?", asked while one door's account is gone and the worker was killed a moment before. */
export interface Question {
  isRight: boolean;
  found: number;
  expected: number;
  /** Of the query alone. */
  ms: number;
}

interface RoughOptions {
  engine: Engine;
  pms: Pms;
  plan: Plan;
  folder: string;
  simulatorPort: number;
  forMs: number;
}

const KILL_EVERY_MS = 4_000;
const ANSWERED_WITHIN_MS = 15_000;
const SETTLES_WITHIN_MS = 30_000;

const create = { path: '/access_codes/create' };
const faults = [
  // Done although the worker is dead by then.
  { kind: 'slow', delay_ms: 300, probability: 0.4, seed: 1, ...create },
  { kind: 'rate_limited', probability: 0.1, seed: 2, ...create },
  { kind: 'reset_after_commit', probability: 0.1, seed: 3, ...create },
  { kind: 'hang_after_commit', ms: 3_000, probability: 0.05, seed: 4, ...create },
  { kind: 'error_after_commit', probability: 0.05, seed: 5, ...create },
  { kind: 'invalid_response', probability: 0.05, seed: 6, ...create },
  { kind: 'webhook_drop', probability: 0.15, seed: 7 },
  { kind: 'webhook_duplicate', probability: 0.1, seed: 8 },
];

/** Answers are lost, limits are met, webhooks go missing, and the worker is killed every few seconds. */
export const playRough = async (options: RoughOptions): Promise<RoughPass> => {
  const { engine, pms, plan, folder, simulatorPort, forMs } = options;
  await using simulator = await startSimulator({
    folder,
    port: simulatorPort,
    doorIds: plan.doorIds,
    // Seam's own limit.
    createsPerMinute: 10,
    webhookUrl: `${pms.url}/seam`,
  });
  for (const fault of faults) await simulator.addFault(fault);
  if (plan.deadDoorId !== null)
    await simulator.addFault({ kind: 'account_disconnected', device_id: plan.deadDoorId });
  await using running = await runEngine(engine, pms);
  const from = pms.told.length;
  const startMs = Date.now();
  const evidence = async (revivedAt: number) => ({
    plan,
    startMs,
    told: pms.told.slice(from),
    seam: await simulator.state(),
    revivedAt,
  });

  const playing = play(running.client, plan, startMs);
  const killing = killAgain(engine, startMs + forMs + KILL_EVERY_MS);
  const [bookedAt, kills] = await Promise.all([playing, killing]);
  const question = await ask(running.client, startMs, plan, () => evidence(Infinity));
  await simulator.clearFaults();
  const revivedAt = Date.now();
  const verdict = await settle(async () => judge(await evidence(revivedAt)));
  return {
    verdict,
    kills,
    question,
    faultsMet: await countFaults(simulator),
    latenciesMs: firstPins(plan, bookedAt, pms.told.slice(from)),
  };
};

const killAgain = async ({ worker }: Engine, untilMs: number): Promise<number> => {
  let kills = 0;
  await pause(KILL_EVERY_MS / 2);
  while (Date.now() < untilMs) {
    await worker.kill();
    kills += 1;
    await worker.start();
    await pause(KILL_EVERY_MS);
  }
  return kills;
};

// Arrivals of about half of the dead door's stays, and of others that have their codes.
const ask = async (
  client: StoryClient,
  startMs: number,
  { stays, deadDoorId }: Plan,
  evidence: () => Promise<Parameters<typeof trulyWithoutCode>[0]>,
): Promise<Question> => {
  const dead = stays.filter(({ doorId }) => doorId === deadDoorId);
  const toMs = startMs + (dead[Math.floor(dead.length / 2)]?.arrivesAt ?? 0);
  for (const deadline = Date.now() + ANSWERED_WITHIN_MS; ;) {
    const from = performance.now();
    const found = (await client.withoutCode(startMs, toMs)).sort();
    const ms = performance.now() - from;
    const expected = trulyWithoutCode(await evidence(), startMs, toMs).sort();
    const isRight = found.join() === expected.join();
    if (isRight || Date.now() > deadline)
      return { isRight, found: found.length, expected: expected.length, ms };
    await pause(250);
  }
};

const settle = async (look: () => Promise<Verdict>): Promise<Verdict> => {
  for (const deadline = Date.now() + SETTLES_WITHIN_MS; ;) {
    const verdict = await look();
    const isSettled = verdict.lost.length + verdict.withoutCode === 0;
    if (isSettled || Date.now() > deadline) return verdict;
    await pause(250);
  }
};

const countFaults = async (simulator: Simulator): Promise<number> =>
  (await simulator.state()).requests.filter((request) => request.faults.length > 0).length;

const firstPins = (plan: Plan, bookedAt: Map<string, number>, told: Pms['told']): number[] => {
  const dead = new Set(plan.stays.filter(({ doorId }) => doorId === plan.deadDoorId).map(({ id }) => id));
  const first = new Map<string, number>();
  for (const { key, at } of told) {
    const since = bookedAt.get(key);
    const isOfDead = dead.has(key.split('/')[0] ?? '');
    if (since !== undefined && !isOfDead && !first.has(key)) first.set(key, at - since);
  }
  return [...first.values()].sort((a, b) => a - b);
};
