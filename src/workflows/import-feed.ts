import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  defineQuery,
  defineUpdate,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { FeedRead } from '../activities/import-feed.ts';
import type { Activities } from '../activities/index.ts';
import type { Feed } from '../feeds/feed-config.ts';
import { importing } from './activity-options.ts';
import { raiseFeedNotice } from './raise-feed-notice.ts';
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
export const feedReadingQuery = defineQuery<FeedReading>('feedReading');

const { importFeed } = proxyActivities<Activities>(importing);

/** Feeds fail for a moment every day; staff need not know before so many runs did. */
const FAILURES_TO_ALARM = 3;

/**
 * One reading of a feed, as its schedule begins it. A reading that is held ends the run when a human decides, or shortly
 * before the schedule's next one: the feed is then read anew, and goes on by itself where it is well again.
 */
export async function importFeedWorkflow(feed: Feed): Promise<void> {
  let standing: Standing = { state: 'reading' };
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

  const reading = await readOnce(feed, 0, show);
  // What the details offer must be open by then: staff are told afterwards.
  lacking = reading.health.heldFor;
  await tellStaff(feed, reading);
  if (lacking !== null) {
    // The schedule skips what begins while this runs.
    const patienceMs = Math.max(feed.everyMinutes * 60_000 - 30_000, 20_000);
    await condition(() => decision !== null, patienceMs, {
      summary: 'Until somebody decides, or the next reading',
    });
    const { accepts } = (decision as { accepts: number } | null) ?? { accepts: 0 };
    if (accepts > 0) await tellStaff(feed, await readOnce(feed, accepts, show));
  }
  await condition(allHandlersFinished);
}

async function readOnce(
  feed: Feed,
  acceptsMissing: number,
  show: (standing: Standing) => void,
): Promise<FeedRead> {
  show({ state: 'reading' });
  const read = await importFeed.executeWithOptions({ summary: `Read the feed ${feed.id}` }, [
    { feed, importRunId: workflowInfo().workflowId, acceptsMissing },
  ]);
  const { result, health } = read;
  if ('failure' in result) {
    show({ state: 'failed', why: result.failure, failures: health.failures });
  } else {
    show({ state: 'read', imported: result });
  }
  return read;
}

/** Each trouble once: when it has lasted, or has grown. */
async function tellStaff(feed: Feed, { result, before, health }: FeedRead): Promise<void> {
  const { runId } = workflowInfo();
  if ('failure' in result) {
    if (health.failures !== FAILURES_TO_ALARM) return;
    await raiseFeedNotice(feed, `${runId}/failing`, 'feed_failing', result.failure);
  } else if (typeof result.figures?.held === 'string' && result.lacking > (before.heldFor ?? 0)) {
    await raiseFeedNotice(feed, `${runId}/held/${result.lacking}`, 'feed_held', result.figures.held);
  }
}

const refusal = (message: string, type: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(message, type);
