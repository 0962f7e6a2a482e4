import { readFileSync } from 'node:fs';
import { readFeedConfig, type Feed } from '../../src/feeds/feed-config.ts';
import type { FeedReading } from '../../src/feeds/feed-row.ts';
import { readFeed } from '../../src/feeds/read-feed.ts';

export const house = {
  propertyId: 'beach',
  doors: ['door-1'],
  timeZone: 'America/Los_Angeles',
  arrivalTime: '16:00',
  departureTime: '11:00',
};

const base = { id: 'feed', location: 'in.txt', source: 'source', properties: [house] };

/** One feed, checked as the file of them is. */
export const feedOf = (given: object): Feed => {
  const [feed] = readFeedConfig(JSON.stringify({ feeds: [{ ...base, ...given }] }), 'feeds.json');
  if (!feed) throw new Error('no feed');
  return feed;
};

export const sample = (name: string): string => readFileSync(`test/feeds/samples/${name}`, 'utf8');

export const readSample = (name: string, given: object): FeedReading =>
  readFeed(feedOf(given), sample(name), name);

/** Of each row its id and what a test is most often about. */
export const stays = ({ rows }: FeedReading): Record<string, [arrival: string, departure: string | null]> =>
  Object.fromEntries(
    rows.map(({ reservationId, stay }) => [reservationId, [stay.arrival, stay.departure]] as const),
  );

/** Reservation ids by what became of them. */
export const filed = ({ rows, passedOver, bad }: FeedReading): Record<string, (string | null)[]> => {
  const by: Record<string, (string | null)[]> = {};
  for (const { status, kind, reservationId } of rows) {
    (by[kind === 'stay' ? status : kind] ??= []).push(reservationId);
  }
  for (const { kind, reservationId } of passedOver) (by[`passed over: ${kind}`] ??= []).push(reservationId);
  for (const { reservationId } of bad) (by['bad'] ??= []).push(reservationId);
  return by;
};
