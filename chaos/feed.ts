import { rename, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { importScheduleId } from '../src/domain/ids.ts';
import { readFeedConfig } from '../src/feeds/feed-config.ts';
import type { importFeedWorkflow } from '../src/workflows/import-feed.ts';
import type { Booking } from './season.ts';
import { localText } from './world.ts';

/** The share of the bookings that comes by a feed: one file, written anew as time goes, read by the real importer. */
export interface FeedOfSeason {
  /** Ends when `until` is reached. */
  play: (until: number) => Promise<void>;
  /**
   * Lets the reading that is under way end, and has the feed read once more: what the last one before did not get to is sent.
   * @throws when a reading takes more than a quarter of an hour
   */
  readToTheEnd: () => Promise<void>;
  counts: { readings: number; failedStarts: number };
}

interface FeedOptions {
  bookings: readonly Booking[];
  startsAt: number;
  file: string;
  client: () => Client;
  taskQueue: string;
}

const FEED_ID = 'chaos';
const EVERY_MS = 10_000;

export const createFeed = ({ bookings, startsAt, file, client, taskQueue }: FeedOptions): FeedOfSeason => {
  const counts = { readings: 0, failedStarts: 0 };
  const ours = bookings.filter(({ via }) => via === 'feed');
  const config = { feeds: [{ id: FEED_ID, kind: 'canonical', location: file, everyMinutes: 1 }] };
  const [feed] = readFeedConfig(JSON.stringify(config), 'the feed of the season');
  if (!feed) throw new Error('The feed of the season is not configured');

  const write = async (now: number): Promise<void> => {
    const entries = ours.flatMap(({ key, doorId, guest, revisions }) => {
      const known = revisions.filter(({ sentAt }) => startsAt + sentAt <= now).at(-1);
      if (!known) return [];
      return [
        {
          ...key,
          revision: known.revision,
          status: known.status,
          arrival: localText(startsAt + known.arrival),
          departure: localText(startsAt + known.departure),
          doors: [doorId],
          guest,
        },
      ];
    });
    // A reader sees the old file or the new one.
    await writeFile(`${file}.next`, JSON.stringify(entries));
    await rename(`${file}.next`, file);
  };

  const read = async (): Promise<void> => {
    try {
      await client().workflow.start<typeof importFeedWorkflow>('importFeedWorkflow', {
        workflowId: importScheduleId(FEED_ID),
        taskQueue,
        args: [feed],
      });
      counts.readings += 1;
    } catch (error) {
      // As a schedule does: what begins while the last one runs is skipped.
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) counts.failedStarts += 1;
    }
  };

  const untilRead = async (): Promise<void> => {
    const deadline = Date.now() + 15 * 60_000;
    while ((await readingNow(client())) !== null) {
      if (Date.now() > deadline)
        throw new Error('The feed of the season was read for more than a quarter of an hour');
      await pause(500);
    }
  };

  return {
    counts,
    readToTheEnd: async () => {
      await untilRead();
      await write(Date.now());
      await read();
      await untilRead();
    },
    play: async (until) => {
      while (Date.now() < until) {
        await write(Date.now());
        await read();
        await pause(Math.min(EVERY_MS, Math.max(0, until - Date.now())));
      }
    },
  };
};

/** The reading of the feed that is under way; null where there is none. */
export const readingNow = async (
  client: Client,
): Promise<{ isPending: boolean; isInWorker: boolean } | null> => {
  const description = await client.workflow
    .getHandle(importScheduleId(FEED_ID))
    .describe()
    .catch(() => null);
  if (description?.status.name !== 'RUNNING') return null;
  const [activity] = description.raw.pendingActivities ?? [];
  return { isPending: activity !== undefined, isInWorker: activity?.state === STARTED };
};

const { PENDING_ACTIVITY_STATE_STARTED: STARTED } = proto.temporal.api.enums.v1.PendingActivityState;

/** Resolves with true in the middle of a reading that has something to send, with false at `deadline`. */
export const untilReading = async (client: () => Client, deadline: number): Promise<boolean> => {
  while (Date.now() < deadline) {
    if ((await readingNow(client()))?.isInWorker) {
      await pause(MIDDLE_MS);
      if ((await readingNow(client()))?.isInWorker) return true;
    }
    await pause(20);
  }
  return false;
};

// A reading without a change is over by then.
const MIDDLE_MS = 60;
