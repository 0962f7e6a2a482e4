import type { Client } from '@temporalio/client';
import pLimit from 'p-limit';
import type { LedgerPage } from '../domain/feed-ledger.ts';
import type { ImportProgress } from '../domain/import-progress.ts';
import { pageChanges, type PageChanges } from '../domain/page-changes.ts';
import type { ImportPlan, ImportStep } from '../domain/plan-import.ts';
import type { Reservation } from '../domain/reservation.ts';
import { changeLedger } from './feed-ledger.ts';

export interface Importer {
  client: Client;
  /** Of the workers that keep the ledger. */
  taskQueue: string;
  feedId: string;
  /** Tells one reservation's run. Safe to repeat. */
  send: (reservation: Reservation) => Promise<unknown>;
  /** Tells a run that its reservation is gone, where there is one. Safe to repeat. */
  cancel: (workflowId: string, revision: number) => Promise<unknown>;
  /** Called after each reservation, sent or failed. */
  onStep?: (progress: ImportProgress) => void;
  /** Ends it as a crash would, and throws its reason: who says so may have no time left for another message. */
  signal?: AbortSignal;
}

export interface FailedStep {
  workflowId: string;
  message: string;
}

// Few enough that the worker's own calls and the API's find their way through.
const SENT_AT_ONCE = 20;
/** With so many failed on one page it is Temporal that fails, not the row. */
const MOST_FAILURES = 50;

/**
 * Sends what a plan asks for. Each page is written down before its rows are sent and again afterwards: an import that
 * dies in between leaves them marked, and the next one sends them again with the same revision, which a run that has
 * them already drops. Were they written down only afterwards, another change could get a revision that is taken.
 * @returns those that could not be sent; the next import tries them again
 */
export const carryOutImport = async (
  importer: Importer,
  pages: readonly LedgerPage[],
  plan: ImportPlan,
): Promise<FailedStep[]> => {
  const failed: FailedStep[] = [];
  let done = 0;
  for (const changes of pageChanges(pages, plan)) {
    importer.signal?.throwIfAborted();
    const stepped = () =>
      importer.onStep?.({ page: changes.number, done: (done += 1), of: plan.steps.length });
    failed.push(...(await carryOutPage(importer, changes, stepped)));
    if (failed.length >= MOST_FAILURES) break;
  }
  return failed;
};

const carryOutPage = async (
  importer: Importer,
  { number, page, steps, notes, forget }: PageChanges,
  stepped: () => void,
): Promise<FailedStep[]> => {
  const { client, taskQueue, feedId, signal } = importer;
  const at = { feedId, number };
  const announced = Object.fromEntries(steps.map(({ workflowId, entry }) => [workflowId, entry]));
  const put = { ...notes, ...announced };
  const written = await changeLedger(client, taskQueue, { ...at, page }, { put, forget });
  if (steps.length === 0) return [];

  const failed = await sendAll(importer, steps, stepped);
  signal?.throwIfAborted();
  const failedIds = new Set(failed.map(({ workflowId }) => workflowId));
  const sent = Object.keys(announced).filter((workflowId) => !failedIds.has(workflowId));
  if (sent.length > 0) await changeLedger(client, taskQueue, { ...at, page: written }, { sent });
  return failed;
};

const sendAll = async (
  { send, cancel, signal }: Importer,
  steps: ImportStep[],
  stepped: () => void,
): Promise<FailedStep[]> => {
  const limit = pLimit(SENT_AT_ONCE);
  const failed: FailedStep[] = [];
  await limit.map(steps, async ({ workflowId, entry, reservation }) => {
    try {
      signal?.throwIfAborted();
      if (failed.length >= MOST_FAILURES) throw new Error('not tried, as too many before it failed');
      await (reservation === null ? cancel(workflowId, entry.revision) : send(reservation));
    } catch (error) {
      failed.push({ workflowId, message: error instanceof Error ? error.message : String(error) });
    }
    stepped();
  });
  return failed;
};
