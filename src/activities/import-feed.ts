import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { activityInfo, cancellationSignal } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { isForStaff } from '../domain/completeness.ts';
import { unknownHealth, type FeedHealth } from '../domain/feed-health.ts';
import type { LedgerPage } from '../domain/feed-ledger.ts';
import type { ImportProgress } from '../domain/import-progress.ts';
import { planFigures, type PlanFigures } from '../domain/plan-figures.ts';
import { allowedOf, planImport, type ImportPlan } from '../domain/plan-import.ts';
import { FeedError } from '../feeds/entry.ts';
import type { Feed } from '../feeds/feed-config.ts';
import { readFeed } from '../feeds/read-feed.ts';
import { FetchFault } from '../fetch/fetch-fault.ts';
import { fetchFeed } from '../fetch/fetch-feed.ts';
import type { Fetched, Validators } from '../fetch/fetched.ts';
import type { FeedImporter } from '../temporal/feed-importer.ts';

export interface FeedReadings {
  importer: FeedImporter;
  /** Where the secrets that a feed names are looked up. */
  env: Record<string, string | undefined>;
}

/** Where one reading has its text and its time from. */
export interface ReadingSource {
  importer: FeedImporter;
  /** `known` is what the last reading that left nothing to do may be told by. */
  fetch: (feed: Feed, known: Validators | null) => Promise<Fetched>;
  read: typeof readFeed;
  /** Epoch milliseconds. */
  now: () => number;
  /** Sends no more once it is aborted. */
  signal: AbortSignal;
}

export interface ImportRequest {
  feed: Feed;
  importRunId: string;
  /** The workflow run that asks; its attempts count as one reading. */
  runId: string;
  /** A human says that what is missing is gone, if it is no more than so many. */
  acceptsMissing: number;
}

export interface FeedImported {
  /** Null where the feed has not changed since its last reading. */
  figures: PlanFigures | null;
  /** How many stays ahead it lacks. */
  lacking: number;
  /** Not sent; the next import tries again. */
  failed: number;
  overlaps: number;
  bad: number;
  /** The first few of the bad rows, overlaps and rows not sent, for people. */
  examples: string[];
}

export interface FeedRead {
  /** Why it could not be fetched or read; or what came of it. */
  result: { failure: string } | FeedImported;
  health: FeedHealth;
}

const EXAMPLES = 10;

/** One reading of a feed by a worker. What may pass by in a moment is tried again. */
export const createImportFeed =
  ({ importer, env }: FeedReadings) =>
  async (request: ImportRequest, show: (progress: HeartbeatDetails) => void): Promise<FeedRead> => {
    const signal = cancellationSignal();
    const tell = importer.tellsProgress({ workflowId: request.importRunId, runId: request.runId });
    const onStep = (progress: ImportProgress) => {
      show({ feed: request.feed.id, ...progress });
      tell(progress);
    };
    const fetch = (feed: Feed, known: Validators | null) =>
      fetchFeed(feed, env, known, { signal }).catch(tryAgain);
    return importFeedOnce({ importer, fetch, read: readFeed, now: Date.now, signal }, request, onStep);
  };

/** Stands under "Pending Activities" of the run. */
interface HeartbeatDetails extends ImportProgress {
  feed: string;
}

/**
 * One reading of a feed: fetched, held against what was last seen, and sent as far as it changed. The ledger is its
 * cursor: an attempt after a crash finds there what was sent and goes on with the rest.
 */
export const importFeedOnce = async (
  source: ReadingSource,
  request: ImportRequest,
  onStep: (progress: ImportProgress) => void,
): Promise<FeedRead> => {
  const { importer } = source;
  const { feed, runId } = request;
  const pages = await importer.readLedger(feed.id);
  const before = pages[0]?.health ?? unknownHealth;
  const read = await importOnce(source, request, pages, onStep).catch((error: unknown) =>
    asFailure(error, before, runId),
  );
  if (!isDeepStrictEqual(before, read.health)) await importer.keepHealth(feed.id, read.health);
  return read;
};

const importOnce = async (
  { importer, fetch, read, now, signal }: ReadingSource,
  { feed, importRunId, runId, acceptsMissing }: ImportRequest,
  pages: LedgerPage[],
  onStep: (progress: ImportProgress) => void,
): Promise<FeedRead> => {
  const { mark, heldFor, heldIn, notWholeIn } = pages[0]?.health ?? unknownHealth;
  const configuration = createHash('sha256').update(JSON.stringify(feed)).digest('hex');
  const fetched = await fetch(feed, mark?.configuration === configuration ? mark.validators : null);
  if (fetched.kind === 'unchanged') {
    const result = { figures: null, lacking: 0, failed: 0, overlaps: 0, bad: 0, examples: [] };
    return { result, health: { ...unknownHealth, notWholeIn, mark } };
  }
  const reading = read(feed, fetched.text, fetched.fileName);
  const plan = planImport(reading, pages, { absence: feed.absence, nowMs: now(), acceptsMissing });
  const about = { feedId: feed.id, importRunId, onStep, signal };
  const failed = await importer.carryOut(about, pages, allowedOf(plan, reading, pages));
  // What is missing must be counted at each reading: "not changed" would not.
  const isSettled =
    plan.lacking === 0 && plan.held === null && plan.completeness.extent !== 'partial' && failed.length === 0;
  return {
    result: {
      figures: planFigures(plan),
      lacking: plan.lacking,
      failed: failed.length,
      overlaps: reading.overlaps.length,
      bad: reading.bad.length,
      examples: [
        ...failed.map(({ workflowId, message }) => `not sent: ${workflowId}: ${message}`),
        ...reading.bad.map(({ message }) => `bad: ${message}`),
        ...reading.overlaps.map(({ message }) => `overlap: ${message}`),
      ].slice(0, EXAMPLES),
    },
    health: {
      ...unknownHealth,
      ...(plan.held === null
        ? {}
        : { heldFor: plan.lacking, heldIn: plan.lacking > (heldFor ?? 0) ? runId : heldIn }),
      notWholeIn: notWholeSince(plan, notWholeIn, runId),
      mark: isSettled && fetched.validators ? { validators: fetched.validators, configuration } : null,
    },
  };
};

/** Staff hear of it once, until a whole reading comes. */
const notWholeSince = (
  { completeness, lacking }: Pick<ImportPlan, 'completeness' | 'lacking'>,
  before: string | null,
  runId: string,
): string | null => {
  if (completeness.extent === 'whole') return null;
  return before ?? (isForStaff(completeness, lacking) ? runId : null);
};

const LAST_ATTEMPT = 3;
// Longer than that, and the schedule's next reading is as good.
const LONGEST_PAUSE_MS = 60_000;
// Temporal takes none at all for "not again" (seen with 1.32), and the run would fail.
const SHORTEST_PAUSE_MS = 1_000;

/** What the feed itself is to blame for is its health; the rest is thrown on. */
const asFailure = (error: unknown, before: FeedHealth, runId: string): FeedRead => {
  if (!(error instanceof FeedError || error instanceof FetchFault)) throw error;
  const failures = before.failedIn === runId ? before.failures : before.failures + 1;
  return { result: { failure: error.message }, health: { ...before, failures, failedIn: runId } };
};

const tryAgain = (error: unknown): never => {
  if (!(error instanceof FetchFault)) throw error;
  const { message, isRetryable, retryAfterMs } = error;
  const isLast = activityInfo().attempt >= LAST_ATTEMPT || (retryAfterMs ?? 0) > LONGEST_PAUSE_MS;
  if (!isRetryable || isLast) throw error;
  throw ApplicationFailure.create({
    message,
    type: 'FetchFault',
    ...(retryAfterMs === null ? {} : { nextRetryDelay: Math.max(retryAfterMs, SHORTEST_PAUSE_MS) }),
  });
};
