import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readFeedConfig, type Feed } from '../../src/feeds/feed-config.ts';
import { readLedger } from '../../src/temporal/feed-ledger.ts';
import { applySchedules, planSchedules } from '../../src/temporal/feed-schedules.ts';
import { stayOf, steadyZone } from '../support/builders.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { startDesk, type Desk, type Visitor } from './desk.ts';

let stage: Stage;
let desk: Desk;
let clerk: Visitor;
let folder: string;
let feed: Feed;
beforeEach(async () => {
  stage = await openStage({ world: [] });
  desk = await startDesk(stage, {
    grants: {
      clerk: { rights: ['read', 'operate'] },
      reader: { rights: ['read'] },
      own: { properties: ['beach-house'] },
    },
  });
  clerk = await desk.visitor('clerk');
  folder = await mkdtemp(join(tmpdir(), 'staykey-feed-'));
  const config = {
    id: `feed-${randomUUID()}`,
    kind: 'canonical',
    location: join(folder, 'feed.json'),
    everyMinutes: 1440,
  };
  const [read] = readFeedConfig(JSON.stringify({ feeds: [config] }), 'feeds.json');
  if (!read) throw new Error('expected a feed');
  feed = read;
  await schedule([feed]);
});
afterEach(async () => {
  await schedule([]);
  await desk[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const schedule = async (feeds: Feed[]) =>
  applySchedules(stage.client, stage.taskQueue, await planSchedules(stage.client, stage.taskQueue, feeds));

const stays = (...numbers: number[]) =>
  numbers.map((number) => ({
    source: feed.id,
    propertyId: 'beach-house',
    reservationId: `R${number}`,
    ...stayOf({ arrivesInDays: 40 + number * 5 }),
    timeZone: steadyZone,
    doors: ['d'],
    guest: { name: 'Ada Rivers' },
  }));

/** Has the feed read once more, and waits until the page says so. */
const readAgain = async (entries: object, until: string) => {
  await writeFile(join(folder, 'feed.json'), JSON.stringify(entries));
  const handle = stage.client.schedule.getHandle(`import/${feed.id}`);
  // A schedule skips what begins while a run of it goes on, as far as it knows.
  const isFree = async () => (await handle.describe()).info.runningActions.length === 0;
  await vi.waitUntil(isFree, { timeout: 20_000, interval: 100 });
  await handle.trigger();
  return vi.waitUntil(
    async () => {
      const { text } = await clerk.get('/desk/imports');
      return text.includes(until) ? text : undefined;
    },
    { timeout: 20_000, interval: 100 },
  );
};
const statuses = async () =>
  Object.values((await readLedger(stage.client, feed.id))[0]?.entries ?? {}).map(({ status }) => status);

test('what a reading changed stands there, and each bad row with its reason', async () => {
  // Temporal lists a schedule a moment after it was made.
  const isListed = async () => (await clerk.get('/desk/imports')).text.includes('Not read yet');
  await vi.waitUntil(isListed, { timeout: 20_000, interval: 100 });
  const text = await readAgain([...stays(1, 2), { ...stays(3)[0], arrival: '<b>soon' }], '2 new, 0 changed');
  expect(text).toContain('Bad rows: 1. Overlaps: 0. Not sent: 0.');
  expect(text).toMatch(/entry 3: [^<]*&lt;b&gt;soon/);
  expect(text).not.toContain('Ada Rivers');
});

test('a reading that is only a part of the feed is not called read, and says why, in German too', async () => {
  const text = await readAgain({ reservations: stays(1, 2), total: 3 }, 'Only part of the feed was read');
  expect(text).toContain('2 new, 0 changed');
  const why = 'it has 2 of 3 reservations, by its &quot;total&quot;.';
  expect(text.replaceAll('&#34;', '&quot;')).toContain(`What is missing is not counted: ${why}`);
  const german = await desk.visitor('reader', { 'accept-language': 'de' });
  expect((await german.get('/desk/imports')).text).toContain('Nur ein Teil wurde gelesen');
});

test('a held reading says why; rejected, it does nothing; approved, it cancels what was seen to be missing', async () => {
  await readAgain(stays(1, 2, 3), '3 new');
  const held = await readAgain([], 'Held: 3 stays are missing');
  expect(held).toContain('Nothing was done: it is empty, and there were stays ahead in it.');
  const reader = await desk.visitor('reader');
  expect((await reader.get('/desk/imports')).text).not.toContain('They are gone');
  expect((await reader.submit('/desk/imports/reject', { feed: feed.id }, '/desk/imports')).status).toBe(403);
  expect((await clerk.get('/desk/imports')).text).toContain('They are gone: cancel 3');

  const stale = await clerk.submit('/desk/imports/approve', { feed: feed.id, missing: '2' }, '/desk/imports');
  expect([stale.status, stale.text.includes('expected 3, as the details say')]).toEqual([422, true]);
  const rejected = await clerk.submit('/desk/imports/reject', { feed: feed.id }, '/desk/imports');
  expect(rejected.headers.get('location')).toBe('/desk/imports?done=reject');
  await vi.waitUntil(async () => !(await clerk.get('/desk/imports')).text.includes('They are gone'), {
    timeout: 20_000,
  });
  expect(await statuses()).toEqual(['confirmed', 'confirmed', 'confirmed']);
  const late = await clerk.submit('/desk/imports/approve', { feed: feed.id, missing: '3' }, '/desk/imports');
  expect(late.status).toBe(409);

  await readAgain([], 'They are gone: cancel 3');
  await clerk.submit('/desk/imports/approve', { feed: feed.id, missing: '3' }, '/desk/imports');
  await vi.waitUntil(async () => (await statuses()).every((status) => status === 'cancelled'), {
    timeout: 20_000,
  });
});

test('a feed that may hold other properties is not shown to who has only some, nor decided by them', async () => {
  await readAgain(stays(1, 2, 3), '3 new');
  await readAgain([], 'Held: 3 stays are missing');
  const own = await desk.visitor('own');
  expect((await own.get('/desk/imports')).text).not.toContain(feed.id);
  const foreign = await own.submit('/desk/imports/reject', { feed: feed.id }, '/desk/imports');
  expect(foreign.status).toBe(404);
});
