import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { importScheduleId } from '../../src/domain/ids.ts';
import { readFeedConfig } from '../../src/feeds/feed-config.ts';
import { applySchedules } from '../../src/temporal/feed-schedules.ts';
import { listFeeds } from '../../src/temporal/list-feeds.ts';

const FEEDS = ['owners-list', 'booking-platform'] as const;
const LOOK_EVERY_MS = 500;
const PATIENCE_MS = 60_000;

/** Two feeds: one with a bad row, and one that lacks all it had, so that its reading is held. */
export const startSampleFeeds = async (client: Client, taskQueue: string, folder: string): Promise<void> => {
  const feeds = FEEDS.map((id) => ({
    id,
    kind: 'canonical',
    location: join(folder, `${id}.json`),
    everyMinutes: 60,
  }));
  const create = readFeedConfig(JSON.stringify({ feeds }), 'the sample feeds');
  await applySchedules(client, taskQueue, { create, change: [], remove: [], same: [], paused: [] });
  const [owners, platform] = FEEDS;
  const readOnce = async (id: string, rows: object[], isThere: (text: string) => boolean) => {
    await writeFile(join(folder, `${id}.json`), JSON.stringify(rows));
    await client.schedule.getHandle(importScheduleId(id)).trigger();
    for (const deadline = Date.now() + PATIENCE_MS; ; await pause(LOOK_EVERY_MS)) {
      const found = (await listFeeds(client, taskQueue, PATIENCE_MS)).find(({ feed }) => feed.id === id);
      if (isThere(JSON.stringify(found?.last?.reading ?? null))) return;
      if (Date.now() > deadline) throw new Error(`The sample feed ${id} was not read`);
    }
  };
  await readOnce(owners, [row(owners, 1), { ...row(owners, 2), arrival: 'in spring' }], (text) =>
    text.includes('bad: '),
  );
  await readOnce(
    platform,
    [1, 2, 3, 4].map((n) => row(platform, n)),
    (text) => text.includes('"started":4'),
  );
  await readOnce(platform, [], (text) => text.includes('"heldFor":4'));
};

const DAY = 86_400_000;
// Far ahead: no list of the next days shows them.
const row = (source: string, number: number) => {
  const day = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
  return {
    source,
    propertyId: 'lake-lodge',
    reservationId: `L-${number}`,
    arrival: `${day(60 + number * 7)}T14:00`,
    departure: `${day(64 + number * 7)}T12:00`,
    timeZone: 'America/Los_Angeles',
    doors: ['00000000-0000-4000-8000-000000000004'],
  };
};
