import { WorkflowNotFoundError, type Client, type ScheduleDescription } from '@temporalio/client';
import pLimit from 'p-limit';
import { importScheduleId } from '../domain/ids.ts';
import type { Feed } from '../feeds/feed-config.ts';
import { feedReadingQuery, type FeedReading } from '../workflows/import-feed.ts';
import { isUnanswered } from './no-answer.ts';

export interface ScheduledFeed {
  feed: Feed;
  isPaused: boolean;
  /** UTC; null while it is paused. */
  nextAt: string | null;
  /** Null before the first. */
  last: FeedRun | null;
}

interface FeedRun {
  workflowId: string;
  /** UTC. */
  startedAt: string;
  /** Null where no worker could say in time, or the run's history is gone. */
  reading: FeedReading | null;
}

const AT_ONCE = 10;

/** Every feed that a schedule of this task queue reads, with its last run, by id. */
export const listFeeds = async (
  client: Client,
  taskQueue: string,
  withinMs: number,
): Promise<ScheduledFeed[]> => {
  const limit = pLimit(AT_ONCE);
  const found: Promise<ScheduledFeed | null>[] = [];
  for await (const { scheduleId } of client.schedule.list()) {
    if (!scheduleId.startsWith(importScheduleId(''))) continue;
    found.push(
      limit(async () => {
        const schedule = await client.schedule.getHandle(scheduleId).describe();
        return schedule.action.taskQueue === taskQueue ? feedOf(client, schedule, withinMs) : null;
      }),
    );
  }
  const feeds = (await Promise.all(found)).filter((feed) => feed !== null);
  return feeds.sort((a, b) => a.feed.id.localeCompare(b.feed.id));
};

const feedOf = async (
  client: Client,
  { action, state, info }: ScheduleDescription,
  withinMs: number,
): Promise<ScheduledFeed> => ({
  feed: (action.args as [Feed])[0],
  isPaused: state.paused,
  nextAt: state.paused ? null : (info.nextActionTimes[0]?.toISOString() ?? null),
  last: await lastRun(client, info, withinMs),
});

const lastRun = async (
  client: Client,
  { recentActions }: ScheduleDescription['info'],
  withinMs: number,
): Promise<FeedRun | null> => {
  const last = recentActions.at(-1);
  if (last?.action.type !== 'startWorkflow') return null;
  const { workflowId } = last.action.workflow;
  const reading = await client
    .withDeadline(Date.now() + withinMs, () => client.workflow.getHandle(workflowId).query(feedReadingQuery))
    .catch((error: unknown) => {
      if (isUnanswered(error) || error instanceof WorkflowNotFoundError) return null;
      throw error;
    });
  return { workflowId, startedAt: last.takenAt.toISOString(), reading };
};
