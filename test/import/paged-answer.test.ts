import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readFeedConfig, type Feed } from '../../src/feeds/feed-config.ts';
import { readLedger } from '../../src/temporal/feed-ledger.ts';
import { stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { detailsOf, serveFeed, startImport } from './feed-on-stage.ts';

const door = anOracodeDoor({ timeZone: steadyZone });
let stage: Stage;
let feed: Feed;
let answer: unknown;
beforeEach(async () => {
  stage = await openStage({ world: [door] });
  const { url } = await serveFeed((_, response) =>
    response.setHeader('etag', `"${JSON.stringify(answer).length}"`).end(JSON.stringify(answer)),
  );
  feed = hostawayAt(url);
});
afterEach(() => stage[Symbol.asyncDispose]());

/** One missing reading would be enough here. */
const hostawayAt = (location: string): Feed => {
  const property = {
    propertyId: 'beach-house',
    doors: [door.device_id],
    timeZone: steadyZone,
    arrivalTime: '16:00',
    departureTime: '10:00',
  };
  const one = {
    id: `feed-${randomUUID()}`,
    kind: 'pms',
    format: 'hostaway',
    source: `hostaway-${randomUUID()}`,
    location,
    everyMinutes: 1440,
    allow: { addresses: ['127.0.0.1/32'] },
    absence: { strikes: 1, leastMinutes: 0 },
    properties: [property],
  };
  const [read] = readFeedConfig(JSON.stringify({ feeds: [one] }), 'feeds.json');
  if (!read) throw new Error('expected a feed');
  return read;
};

const reservations = (...numbers: number[]) =>
  numbers.map((number) => {
    const { arrival, departure } = stayOf({ arrivesInDays: 40 + number * 5 });
    return {
      id: number,
      listingMapId: 1,
      arrivalDate: arrival.slice(0, 10),
      departureDate: departure.slice(0, 10),
      status: 'new',
    };
  });
const readOnce = async () => {
  const run = await startImport(stage, feed);
  await run.result();
  return detailsOf(run);
};
const statuses = async () =>
  Object.entries((await readLedger(stage.client, feed.id))[0]?.entries ?? {}).map(
    ([workflowId, { status }]) => `${workflowId.split('/').at(-1)} ${status}`,
  );

test('a booking that slid to the second page is not cancelled: the new one is taken, and staff hear of it once while it lasts', async () => {
  const all = { result: reservations(1, 2, 3, 4, 5), count: 5, limit: 5, page: 1, totalPages: 1 };
  const firstOfTwo = { result: reservations(6, 1, 2, 3, 4), count: 6, limit: 5, page: 1, totalPages: 2 };
  answer = all;
  await readOnce();
  answer = firstOfTwo;
  const details = await readOnce();
  expect(details).toContain('1 started');
  expect(details).toContain('What is missing is not counted: it is page 1 of 2, 5 of 6 reservations.');
  // The same once more, also from a server that knows that nothing has changed, is no news.
  for (let again = 0; again < 2; again += 1) expect(await readOnce()).toContain('**Not the whole feed.**');
  expect((await statuses()).sort()).toEqual([1, 2, 3, 4, 5, 6].map((number) => `${number} confirmed`));
  expect(await stage.staffNotices()).toMatchObject([
    {
      cause: 'feed_incomplete',
      feedId: feed.id,
      text: expect.stringContaining('page 1 of 2, 5 of 6 reservations') as string,
    },
  ]);

  answer = { ...all, result: reservations(1, 2, 3, 4, 5, 6), count: 6, limit: 10 };
  await readOnce();
  answer = firstOfTwo;
  await readOnce();
  expect(await stage.staffNotices()).toHaveLength(2);
});

test('a bare list that lacks nothing is no news, and one that lacks a stay is', async () => {
  answer = reservations(1, 2, 3);
  await readOnce();
  expect(await stage.staffNotices()).toEqual([]);
  answer = reservations(1, 2);
  for (let again = 0; again < 2; again += 1) await readOnce();
  expect(await stage.staffNotices()).toMatchObject([{ cause: 'feed_incomplete' }]);
  expect((await statuses()).sort()).toEqual(['1 confirmed', '2 confirmed', '3 confirmed']);
});
