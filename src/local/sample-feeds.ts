import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { importScheduleId } from '../domain/ids.ts';
import { readFeedConfig } from '../feeds/feed-config.ts';
import { applySchedules } from '../temporal/feed-schedules.ts';
import { listFeeds, type ScheduledFeed } from '../temporal/list-feeds.ts';
import { daysSinceWritten, moveStay } from './sample-dates.ts';

interface Place {
  client: Client;
  taskQueue: string;
  /** Where the feeds' files lie; must be there as long as the schedules are. */
  folder: string;
  signal: AbortSignal;
}

interface Row {
  reservationId: string;
  arrival: string;
  departure: string;
}

/**
 * The sample feeds of a file, each on a schedule and read as often as the file has readings of it: one has changes and a bad
 * row, of the other so much is missing that its last reading is held.
 * @throws when a reading does not end
 */
export const readSampleFeeds = async (place: Place, file: string, today: string): Promise<void> => {
  const json = await readFile(file, 'utf8');
  const { feeds } = JSON.parse(json) as { feeds: Record<string, Row[][]> };
  const days = daysSinceWritten(json, today) ?? 0;
  const config = Object.keys(feeds).map((id) => ({
    id,
    kind: 'canonical',
    location: fileOf(place, id),
    everyMinutes: 60,
  }));
  const create = readFeedConfig(JSON.stringify({ feeds: config }), file);
  await applySchedules(place.client, place.taskQueue, {
    create,
    change: [],
    remove: [],
    same: [],
    paused: [],
  });
  await Promise.all(
    Object.entries(feeds).map(async ([id, readings]) => {
      for (const rows of readings) {
        await writeFile(fileOf(place, id), JSON.stringify(rows.map((row) => entryOf(id, row, days))));
        await readOnce(place, id);
      }
    }),
  );
};

const fileOf = ({ folder }: Place, id: string): string => join(folder, `${id}.json`);

const DAY = /^\d{4}-\d\d-\d\dT/;

// Far ahead: no list of the next days shows them.
const entryOf = (source: string, row: Row, days: number) => ({
  source,
  propertyId: 'lake-lodge',
  ...row,
  // The bad row stays as bad as it is.
  ...(DAY.test(row.arrival) ? moveStay(row, days) : {}),
  timeZone: 'America/Los_Angeles',
  doors: ['00000000-0000-4000-8000-000000000004'],
});

const readOnce = async (place: Place, id: string): Promise<void> => {
  const schedule = place.client.schedule.getHandle(importScheduleId(id));
  // It skips a reading while it thinks that another goes on.
  const { info } = await schedule.describe();
  const before = info.numActionsTaken;
  await until(place, `The sample feed ${id} is still being read`, async () => {
    return (await schedule.describe()).info.runningActions.length === 0;
  });
  await schedule.trigger();
  await until(place, `The sample feed ${id} was not read`, async () => {
    if ((await schedule.describe()).info.numActionsTaken === before) return false;
    return isRead(
      (await listFeeds(place.client, place.taskQueue, PATIENCE_MS)).find((one) => one.feed.id === id),
    );
  });
};

const isRead = (found: ScheduledFeed | undefined): boolean => found?.last?.reading?.standing.state === 'read';

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 500;

const until = async ({ signal }: Place, otherwise: string, isSo: () => Promise<boolean>): Promise<void> => {
  for (const deadline = Date.now() + PATIENCE_MS; ; await pause(LOOK_EVERY_MS, undefined, { signal })) {
    if (await isSo()) return;
    if (Date.now() > deadline) throw new Error(otherwise);
  }
};
