import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import pLimit from 'p-limit';
import { quietAgenda, type Agenda } from '../temporal/run-agenda.ts';
import { fastForward, virtualNow } from '../temporal/virtual-time.ts';
import type { SimulatorControl } from './simulator-control.ts';

/** One time for the simulator and for all runs, which moves from one thing that is due to the next. */
export interface StoryClock {
  /** Epoch milliseconds; between two moves it goes with real time. */
  now: () => number;
  /** How long a run is to be started before its first line. */
  beforeDueMs: number;
  /** Puts simulator and clock there at once; for the start, when no run exists. */
  startAt: (instant: number) => Promise<void>;
  /** A run that was just started or is to be told something: it is at this time when it resolves. */
  bringHere: (workflowId: string) => Promise<void>;
  /** Waits until a run that was told something has done what follows from it at once. */
  settle: (workflowId: string) => Promise<void>;
  /** All that falls due by then happens, each at its own instant. */
  passTo: (instant: number) => Promise<void>;
  /** Time passes until nothing is due any more. */
  passToEnd: () => Promise<void>;
  /** Runs that are not over. */
  open: () => string[];
  isOpen: (workflowId: string) => boolean;
  /** The first runs of all chains seen, in order. */
  chainsOf: (workflowId: string) => string[];
}

interface Followed extends Agenda {
  workflowId: string;
  chains: string[];
  /** The run began at the real time: by that much its own clock is behind the story. */
  behindMs: number;
}

/**
 * A jump ends this long before anything is due, and real time brings it about: server 1.32.0 now and then skips past a
 * target that goes by while work is under way.
 */
const BEFORE_DUE_MS = 100;
/** Where much happens at once jumps take longer than that: they end this long after what is due and what follows from it. */
const AFTER_DUE_MS = 30_000;
/** What is nearer than this is waited for. */
const SHORTEST_JUMP_MS = 1_000;
/** Runs due within this are moved together. */
const SAME_INSTANT_MS = 100;
const MOVES_AT_ONCE = 10;
const AT_MOST_AHEAD_MS = 60_000;

interface Options {
  /** Runs may be ahead of the story by half a minute: many at once are moved safely then, and sooner. */
  isLoose?: boolean;
}

/**
 * `gatheringId` is the run that gathers notices for staff: others start it, at real time.
 */
export const createStoryClock = (
  client: Client,
  simulator: SimulatorControl,
  gatheringId: string,
  { isLoose = false }: Options = {},
): StoryClock => {
  const runs = new Map<string, Followed>();
  const limit = pLimit(MOVES_AT_ONCE);
  let offset = 0;
  const now = () => Date.now() + offset;

  const settle = async (workflowId: string, from = -Infinity): Promise<void> => {
    const agenda = await quietAgenda(client, workflowId, from);
    const { chains = [], behindMs = 0 } = runs.get(workflowId) ?? {};
    const isNew = chains.at(-1) !== agenda.firstRunId;
    const run = {
      ...agenda,
      workflowId,
      chains: isNew ? [...chains, agenda.firstRunId] : chains,
      behindMs: isNew && workflowId === gatheringId ? now() - agenda.now : behindMs,
    };
    runs.set(workflowId, run);
    const reached = run.now + run.behindMs;
    if (reached > now() + AT_MOST_AHEAD_MS)
      throw new Error(
        `${workflowId} is at ${new Date(reached).toISOString()}, expected ${new Date(now()).toISOString()}: the server skipped too much of its time`,
      );
  };

  const settleGathering = async (): Promise<void> => {
    await settle(gatheringId).catch((error: unknown) => {
      // Nothing was raised yet.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    });
  };

  const beforeDueMs = isLoose ? 0 : BEFORE_DUE_MS;
  const afterDueMs = isLoose ? AFTER_DUE_MS : 0;

  const bringHere = async (workflowId: string, isDue = false): Promise<void> => {
    const { behindMs = 0, isOver = true } = runs.get(workflowId) ?? {};
    // A jump is safe only from rest, and only to where real time does not get first. A run that was just started has
    // nothing under way: the jump is what ends its delay.
    if (!isOver) await quietAgenda(client, workflowId);
    const ahead = (await virtualNow(client, workflowId)).getTime() - Date.now();
    const past = isOver || isDue ? afterDueMs : 0;
    const ms = Math.round(now() + past - behindMs - (Date.now() + ahead));
    if (ms > SHORTEST_JUMP_MS) await jump(workflowId, ms);
    else if (ms > 0) await pause(ms);
  };

  // What is due may be the end of the run, and a busy machine may take longer over a jump than it ends before that.
  const jump = async (workflowId: string, ms: number): Promise<void> => {
    try {
      await fastForward(client, workflowId, ms);
    } catch (error) {
      if (!(await quietAgenda(client, workflowId)).isOver) throw error;
    }
  };

  const due = (): { run: Followed; at: number }[] =>
    [...runs.values()]
      .filter(({ isOver }) => !isOver)
      .flatMap((run) => (run.dueAt === null ? [] : [{ run, at: run.dueAt + run.behindMs }]))
      .sort((a, b) => a.at - b.at);

  /** @returns whether something was due by then */
  const moveToNext = async (latest: number): Promise<boolean> => {
    const all = due();
    const [first] = all;
    if (!first || first.at > latest) return false;
    const together = all.filter(({ at }) => at <= Math.min(first.at + SAME_INSTANT_MS, latest));
    await moveClock(first.at - beforeDueMs);
    await Promise.all(
      together.map(({ run: { workflowId, dueAt } }) =>
        limit(async () => {
          await bringHere(workflowId, true);
          await settle(workflowId, dueAt ?? undefined);
        }),
      ),
    );
    await settleGathering();
    return true;
  };

  const moveClock = async (instant: number): Promise<void> => {
    if (instant <= now()) return;
    await simulator.setNow(instant);
    offset = instant - Date.now();
  };

  return {
    now,
    beforeDueMs,
    startAt: moveClock,
    bringHere: (workflowId) => bringHere(workflowId),
    settle: async (workflowId) => {
      await settle(workflowId);
      await settleGathering();
    },
    passTo: async (instant) => {
      while (await moveToNext(instant));
      await moveClock(instant);
    },
    passToEnd: async () => {
      while (await moveToNext(Infinity));
    },
    open: () => [...runs.values()].filter(({ isOver }) => !isOver).map(({ workflowId }) => workflowId),
    isOpen: (workflowId) => runs.get(workflowId)?.isOver === false,
    chainsOf: (workflowId) => runs.get(workflowId)?.chains ?? [],
  };
};
