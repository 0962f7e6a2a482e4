import { isDeepStrictEqual } from 'node:util';
import {
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleDescription,
} from '@temporalio/client';
import { importScheduleId } from '../domain/ids.ts';
import type { Feed } from '../feeds/feed-config.ts';
import type { importFeedWorkflow } from '../workflows/import-feed.ts';

/** What makes the schedules equal to a configuration. */
export interface SchedulePlan {
  create: Feed[];
  change: Feed[];
  /** Feed ids. */
  remove: string[];
  same: string[];
  /** Feed ids whose schedule somebody paused: that stays so. */
  paused: string[];
}

/** Changes nothing. Schedules of other task queues are another deployment's. */
export const planSchedules = async (
  client: Client,
  taskQueue: string,
  feeds: readonly Feed[],
): Promise<SchedulePlan> => {
  const plan: SchedulePlan = { create: [], change: [], remove: [], same: [], paused: [] };
  for (const feed of feeds) {
    const schedule = await readSchedule(client, feed.id);
    if (schedule?.state.paused) plan.paused.push(feed.id);
    if (!schedule) plan.create.push(feed);
    else if (isOf(schedule, taskQueue, feed)) plan.same.push(feed.id);
    else plan.change.push(feed);
  }
  const wanted = new Set(feeds.map(({ id }) => id));
  const prefix = importScheduleId('');
  for await (const { scheduleId } of client.schedule.list()) {
    const feedId = scheduleId.slice(prefix.length);
    if (!scheduleId.startsWith(prefix) || wanted.has(feedId)) continue;
    const schedule = await readSchedule(client, feedId);
    if (schedule?.action.taskQueue === taskQueue) plan.remove.push(feedId);
  }
  return plan;
};

export const applySchedules = async (
  client: Client,
  taskQueue: string,
  { create, change, remove }: SchedulePlan,
): Promise<void> => {
  for (const feed of create) {
    const scheduleId = importScheduleId(feed.id);
    await client.schedule.create<typeof importFeedWorkflow>({ scheduleId, ...scheduleOf(taskQueue, feed) });
  }
  for (const feed of change) {
    const schedule = client.schedule.getHandle(importScheduleId(feed.id));
    await schedule.update<typeof importFeedWorkflow>(({ state }) => ({
      state,
      ...scheduleOf(taskQueue, feed),
    }));
  }
  for (const feedId of remove) await client.schedule.getHandle(importScheduleId(feedId)).delete();
};

const CATCH_UP = '10 minutes';

const scheduleOf = (taskQueue: string, feed: Feed) => ({
  spec: { intervals: [{ every: feed.everyMinutes * 60_000 }] },
  policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCH_UP },
  action: {
    type: 'startWorkflow' as const,
    workflowType: 'importFeedWorkflow',
    workflowId: importScheduleId(feed.id),
    taskQueue,
    args: [feed] as [Feed],
    staticSummary: `Import of the feed ${feed.id}`,
  },
});

// The list lags behind a moment; a schedule itself does not.
const readSchedule = async (client: Client, feedId: string): Promise<ScheduleDescription | null> => {
  try {
    return await client.schedule.getHandle(importScheduleId(feedId)).describe();
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
};

const isOf = ({ action, spec, policies }: ScheduleDescription, taskQueue: string, feed: Feed): boolean =>
  action.taskQueue === taskQueue &&
  isDeepStrictEqual(action.args, [feed]) &&
  spec.intervals?.[0]?.every === feed.everyMinutes * 60_000 &&
  policies.overlap === ScheduleOverlapPolicy.SKIP;
