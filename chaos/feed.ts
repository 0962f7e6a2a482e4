import { rename, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { readFeedConfig } from '../src/feeds/feed-config.ts';
import type { importFeedWorkflow } from '../src/workflows/import-feed.ts';
import type { Booking } from './season.ts';
import { localText } from './world.ts';

/** The share of the bookings that comes by a feed: one file, written anew as time goes, read by the real importer. */
export interface FeedOfSeason {
  /** Ends when `until` is reached. */
  play: (until: number) => Promise<void>;
  counts: { readings: number; failedStarts: number };
}

interface FeedOptions {
  bookings: readonly Booking[];
  startsAt: number;
  file: string;
  client: () => Client;
  taskQueue: string;
}

const EVERY_MS = 10_000;

export const createFeed = ({ bookings, startsAt, file, client, taskQueue }: FeedOptions): FeedOfSeason => {
  const counts = { readings: 0, failedStarts: 0 };
  const ours = bookings.filter(({ via }) => via === 'feed');
  const config = { feeds: [{ id: 'chaos', kind: 'canonical', location: file, everyMinutes: 1 }] };
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
        workflowId: `import/${feed.id}`,
        taskQueue,
        args: [feed],
      });
      counts.readings += 1;
    } catch (error) {
      // As a schedule does: what begins while the last one runs is skipped.
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) counts.failedStarts += 1;
    }
  };

  return {
    counts,
    play: async (until) => {
      while (Date.now() < until) {
        await write(Date.now());
        await read();
        await pause(Math.min(EVERY_MS, Math.max(0, until - Date.now())));
      }
    },
  };
};
