import type { Client } from '@temporalio/client';
import pThrottle from 'p-throttle';
import type { FeedHealth } from '../domain/feed-health.ts';
import type { LedgerPage } from '../domain/feed-ledger.ts';
import type { ImportProgress } from '../domain/import-progress.ts';
import type { ImportPlan } from '../domain/plan-import.ts';
import type { Reservation } from '../domain/reservation.ts';
import { cancelMissing } from './cancel-missing.ts';
import { carryOutImport, type FailedStep } from './carry-out-import.ts';
import { changeLedger, readFirstPage, readLedger } from './feed-ledger.ts';
import { startReservation } from './start-reservation.ts';
import { tellsProgress } from './tell-progress.ts';

export interface FeedImporter {
  readLedger: (feedId: string) => Promise<LedgerPage[]>;
  /** Sends what the plan asks for; runs that begin are listed by the import's id. */
  carryOut: (about: Import, pages: readonly LedgerPage[], plan: ImportPlan) => Promise<FailedStep[]>;
  /** How the run of an import is told how far it is; see `tell-progress.ts`. */
  tellsProgress: (run: { workflowId: string; runId: string }) => (progress: ImportProgress) => void;
  /** Keeps how the feed is. */
  keepHealth: (feedId: string, health: FeedHealth) => Promise<void>;
}

interface Import {
  feedId: string;
  importRunId: string;
  /** Called after each reservation, sent or failed. */
  onStep: (progress: ImportProgress) => void;
  /** Ends it, with its reason. */
  signal?: AbortSignal;
}

/** How the runs of reservations are told. Both are safe to repeat. */
export interface Tellings {
  send: (reservation: Reservation, importRunId: string) => Promise<unknown>;
  cancel: (workflowId: string, revision: number) => Promise<unknown>;
}

interface Pace {
  messagesPerSecond: number;
  tellEveryMs?: number;
}

// For people who look at the run's page; each costs four events.
const TELL_EVERY_MS = 30_000;

/** All its imports together send at most so many messages a second, at an even pace: the rest is for live traffic. */
export const createFeedImporter = (
  client: Client,
  taskQueue: string,
  { messagesPerSecond, tellEveryMs }: Pace,
): FeedImporter => feedImporter(client, taskQueue, atPace(client, taskQueue, messagesPerSecond), tellEveryMs);

/** The same, telling runs in another way. */
export const feedImporter = (
  client: Client,
  taskQueue: string,
  { send, cancel }: Tellings,
  tellEveryMs = TELL_EVERY_MS,
): FeedImporter => ({
  readLedger: (feedId) => readLedger(client, feedId),
  carryOut: ({ importRunId, ...about }, pages, plan) =>
    carryOutImport(
      { ...about, client, taskQueue, cancel, send: (reservation) => send(reservation, importRunId) },
      pages,
      plan,
    ),
  tellsProgress: (run) => tellsProgress(client, run, tellEveryMs),
  keepHealth: async (feedId, health) => {
    const page = await readFirstPage(client, feedId);
    await changeLedger(client, taskQueue, { feedId, number: 0, page }, { health });
  },
});

// Longer than the client's own repeats, which wait out a Temporal that is asked too much (RESOURCE_EXHAUSTED).
const ANSWER_WITHIN_MS = 60_000;

const atPace = (client: Client, taskQueue: string, messagesPerSecond: number): Tellings => {
  const inTurn = pThrottle({ limit: 1, interval: 1_000 / messagesPerSecond });
  const paced = inTurn((send: () => Promise<unknown>) =>
    client.withDeadline(Date.now() + ANSWER_WITHIN_MS, send),
  );
  return {
    send: (reservation, importRunId) =>
      paced(() => startReservation(client, taskQueue, reservation, { importRunId })),
    cancel: (workflowId, revision) => paced(() => cancelMissing(client, workflowId, revision)),
  };
};
