import {
  WorkflowFailedError,
  WorkflowNotFoundError,
  type Client,
  type ScheduleExecutionResult,
  type ScheduleSummary,
} from '@temporalio/client';
import { importScheduleId } from '../domain/ids.ts';
import type { FeedOutcome } from '../workflows/import-feed.ts';

export interface FeedReadTime {
  feedId: string;
  /** How often its schedule reads it, milliseconds; null where the schedule does not say. */
  everyMs: number | null;
  /**
   * When it was last read well, epoch milliseconds. Where none of the readings that the schedule remembers went well: when the
   * oldest of them began. Null before the first.
   */
  readAt: number | null;
}

/** A run that has ended says the same for ever. */
type Known = Map<string, FeedOutcome | 'unknown'>;

/**
 * When each feed was last read well. Schedules say when they were read; how a reading went its run says once, at its end: a
 * request for each new reading, and none to a worker. Paused feeds are left out: somebody wants them so.
 */
export const createFeedReadTimes = (client: Client) => {
  let known: Known = new Map();
  let lastWell = new Map<string, number>();

  return async (): Promise<FeedReadTime[]> => {
    const stillKnown: Known = new Map();
    const stillWell = new Map<string, number>();
    const feeds: FeedReadTime[] = [];
    for await (const schedule of client.schedule.list()) {
      if (!schedule.scheduleId.startsWith(importScheduleId('')) || schedule.state.paused) continue;
      const feedId = schedule.scheduleId.slice(importScheduleId('').length);
      const well = await newestWell(client, schedule, known, stillKnown);
      const readAt = well ?? lastWell.get(feedId) ?? null;
      if (readAt !== null) stillWell.set(feedId, readAt);
      const oldest = schedule.info.recentActions[0]?.takenAt.getTime() ?? null;
      feeds.push({ feedId, everyMs: everyOf(schedule), readAt: readAt ?? oldest });
    }
    known = stillKnown;
    lastWell = stillWell;
    return feeds;
  };
};

const newestWell = async (
  client: Client,
  { info }: ScheduleSummary,
  known: Known,
  stillKnown: Known,
): Promise<number | null> => {
  for (const { action, takenAt } of [...info.recentActions].reverse()) {
    const { workflowId } = action.workflow;
    const outcome = known.get(workflowId) ?? (await outcomeOf(client, action));
    if (outcome !== 'going on') stillKnown.set(workflowId, outcome);
    if (outcome === 'read') return takenAt.getTime();
  }
  return null;
};

const outcomeOf = async (
  client: Client,
  { workflow }: ScheduleExecutionResult['action'],
): Promise<FeedOutcome | 'unknown' | 'going on'> => {
  const run = client.workflow.getHandle(workflow.workflowId);
  try {
    const { status } = await run.describe();
    if (status.name === 'RUNNING') return 'going on';
    // Runs from before 0.2 end without a word.
    return ((await run.result()) as FeedOutcome | undefined) ?? 'unknown';
  } catch (error) {
    if (error instanceof WorkflowFailedError) return 'failed';
    if (error instanceof WorkflowNotFoundError) return 'unknown';
    throw error;
  }
};

const everyOf = ({ spec }: ScheduleSummary): number | null => {
  const every: unknown = spec?.intervals?.[0]?.every;
  return typeof every === 'number' ? every : null;
};
