import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { FeedRead } from '../activities/import-feed.ts';
import type { Activities } from '../activities/index.ts';
import { troubleNotice, troubleOf } from '../domain/feed-trouble.ts';
import type { ImportProgress } from '../domain/import-progress.ts';
import type { Feed } from '../feeds/feed-config.ts';
import { importing, raising } from './activity-options.ts';
import { showFeed, type Standing } from './show-feed.ts';

/** An operator has looked at what a held reading lacks; `missing` is how many the details say. */
export const approveMissingUpdate = defineUpdate<string, [{ missing: number; by: string }]>('approve');
/** The feed is wrong: wait for it to come back, without more notices. */
export const rejectMissingUpdate = defineUpdate<string, [{ by: string }]>('reject');

export interface FeedReading {
  standing: Standing;
  /** How many stays ahead it lacks while a human must decide; null otherwise. */
  heldFor: number | null;
}
/** What came of a run in one word: `held` is also a reading that somebody rejected, or nobody decided about. */
export type FeedOutcome = 'read' | 'failed' | 'held';

export const feedReadingQuery = defineQuery<FeedReading>('feedReading');

/** From the reading itself, now and then while it is long. */
export const importProgressSignal = defineSignal<[ImportProgress]>('importProgress');

const { importFeed } = proxyActivities<Activities>(importing);
const { raiseNotices } = proxyActivities<Activities>(raising);

/**
 * One reading of a feed, as its schedule begins it. A reading that is held ends the run when a human decides, or shortly
 * before the schedule's next one: the feed is then read anew, and goes on by itself where it is well again.
 */
export async function importFeedWorkflow(feed: Feed): Promise<FeedOutcome> {
  let standing: Standing = { state: 'reading', progress: null };
  let lacking: number | null = null;
  let decision: { accepts: number } | null = null;
  setHandler(feedReadingQuery, () => ({ standing, heldFor: decision === null ? lacking : null }), {
    description: 'What came of it. Holds nothing of the guests.',
  });
  const show = (next: Standing) => {
    standing = next;
    showFeed(feed, next);
  };
  const mustBeHeld = (by: string | undefined) => {
    if (lacking === null || decision !== null) throw refusal('Nothing is held here', 'NothingHeld');
    if (!by) throw refusal('by: expected who decided', 'NobodyDecided');
  };
  setHandler(
    approveMissingUpdate,
    ({ missing, by }) => {
      decision = { accepts: missing };
      return `${by} says that ${missing} are gone: they are cancelled now, if it is no more by now.`;
    },
    {
      description: 'What is missing is really gone: cancel it, and do the rest of the reading.',
      validator: ({ missing, by }: { missing: number; by: string }) => {
        mustBeHeld(by);
        if (missing !== lacking) {
          throw refusal(`missing: ${missing}; expected ${lacking}, as the details say`, 'AnotherCount');
        }
      },
    },
  );
  setHandler(
    rejectMissingUpdate,
    ({ by }) => {
      decision = { accepts: 0 };
      return `${by} says that the feed is wrong: it is read again at its next time, without another notice.`;
    },
    {
      description: 'The feed is wrong: do nothing, and tell nobody again unless more is missing.',
      validator: ({ by }: { by: string }) => mustBeHeld(by),
    },
  );

  let reading = await readOnce(feed, 0, show);
  // What the details offer must be open by then: staff are told afterwards.
  lacking = 'failure' in reading.result ? null : reading.health.heldFor;
  await tellStaff(feed, reading);
  if (lacking !== null) {
    // The schedule skips what begins while this runs.
    const patienceMs = Math.max(feed.everyMinutes * 60_000 - 30_000, 20_000);
    await condition(() => decision !== null, patienceMs, {
      summary: 'Until somebody decides, or the next reading',
    });
    const { accepts } = (decision as { accepts: number } | null) ?? { accepts: 0 };
    if (accepts > 0) {
      reading = await readOnce(feed, accepts, show);
      await tellStaff(feed, reading);
    }
  }
  await condition(allHandlersFinished);
  return outcomeOf(reading);
}

const outcomeOf = ({ result, health }: FeedRead): FeedOutcome => {
  if ('failure' in result) return 'failed';
  return health.heldFor === null ? 'read' : 'held';
};

async function readOnce(
  feed: Feed,
  acceptsMissing: number,
  show: (standing: Standing) => void,
): Promise<FeedRead> {
  let isRead = false;
  show({ state: 'reading', progress: null });
  setHandler(importProgressSignal, (progress) => {
    if (!isRead) show({ state: 'reading', progress });
  });
  const { workflowId: importRunId, runId } = workflowInfo();
  const read = await importFeed.executeWithOptions({ summary: `Read the feed ${feed.id}` }, [
    { feed, importRunId, runId, acceptsMissing },
  ]);
  isRead = true;
  const { result, health } = read;
  if ('failure' in result) {
    show({ state: 'failed', why: result.failure, failures: health.failures });
  } else {
    show({ state: 'read', imported: result });
  }
  return read;
}

async function tellStaff(feed: Feed, read: FeedRead): Promise<void> {
  const trouble = troubleOf(read, workflowInfo().runId);
  if (trouble === null) return;
  const notice = troubleNotice(feed.id, workflowInfo(), trouble);
  await raiseNotices.executeWithOptions({ summary: `Raise ${notice.cause} for staff` }, [[notice]]);
}

const refusal = (message: string, type: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(message, type);
