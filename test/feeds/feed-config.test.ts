import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FeedError } from '../../src/feeds/entry.ts';
import { readFeedConfig } from '../../src/feeds/feed-config.ts';
import { feedOf, house } from './feeds.ts';

const airbnb = { kind: 'ical', format: 'airbnb' };
const faultsOf = (...feeds: object[]): string => {
  try {
    readFeedConfig(JSON.stringify({ feeds }), 'feeds.json');
  } catch (error) {
    expect(error).toBeInstanceOf(FeedError);
    return (error as Error).message;
  }
  return '';
};
const faultOf = (change: object): string => {
  try {
    feedOf({ ...airbnb, ...change });
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

test('the example is read whole', () => {
  const feeds = readFeedConfig(readFileSync('examples/feeds.json', 'utf8'), 'feeds.json');
  expect(feeds.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
    'airbnb-beach-house ical',
    'hostaway pms',
    'bookings-by-hand csv',
    'own-system canonical',
  ]);
  expect(feeds[0]?.location).toEqual({ env: 'AIRBNB_BEACH_HOUSE' });
  expect(feeds[1]?.headers).toEqual({ Authorization: { env: 'HOSTAWAY_AUTHORIZATION' } });
});

test('what is left out has its default: blocks and owners never get a code', () => {
  expect(feedOf(airbnb)).toMatchObject({
    everyMinutes: 15,
    absence: { strikes: 3, shrinkShare: 0.3, shrinkLeast: 3 },
    ownerStays: 'never',
    blocks: 'never',
    otherListings: 'report',
    headers: {},
    statuses: {},
  });
});

test('all that is wrong is said at once, each with its path', () => {
  const said = faultsOf(
    { ...airbnb, id: 'Upper Case', source: 'a', location: 'x', properties: [{ ...house, timeZone: 'Mars' }] },
    { kind: 'carrier-pigeon' },
    { kind: 'canonical', id: 'c', location: 'x', colour: 'red' },
  );
  expect(said).toMatch(/^feeds\.json has 4 problem\(s\):/);
  expect(said).toMatch(/feeds\.0\.id is "Upper Case": expected lower-case/);
  expect(said).toMatch(/feeds\.0\.properties\.0\.timeZone is "Mars": expected an IANA zone/);
  expect(said).toMatch(/feeds\.1\.kind is "carrier-pigeon"/);
  expect(said).toMatch(/feeds\.2: .*"colour"/);
});

describe('what must not be', () => {
  const other = { ...house, listing: '1' };
  test.each<[string, object, RegExp]>([
    ['an Airbnb block with a code', { blocks: 'issue' }, /blocks is "issue": expected "never": Airbnb/],
    ['a Booking.com block with a code', { format: 'booking', blocks: 'issue' }, /Booking\.com shows/],
    ['a charset nobody knows', { charset: 'klingon' }, /charset is "klingon": expected a charset, such as/],
    ['a calendar of two properties', { properties: [house, other] }, /properties: expected one property/],
    ['a calendar with a listing', { properties: [other] }, /properties: expected one property/],
    ['no door', { properties: [{ ...house, doors: [] }] }, /doors: expected at least one Seam device id/],
    ['a time that is none', { properties: [{ ...house, arrivalTime: '4pm' }] }, /arrivalTime is "4pm"/],
    ['a meaning nobody knows', { statuses: { x: 'maybe' } }, /statuses\.x is "maybe"/],
    [
      'two properties for one listing',
      { kind: 'pms', format: 'mews', properties: [other, other] },
      /properties\.1\.listing is "1": expected another/,
    ],
    [
      'several properties, one without a listing',
      { kind: 'pms', format: 'mews', properties: [other, house] },
      /properties\.1\.listing is missing: expected/,
    ],
    [
      'a mapping without dates',
      { kind: 'csv', format: 'custom', dateFormat: 'YYYY-MM-DD', columns: { reservationId: 'id' } },
      /columns: expected at least reservationId, arrival/,
    ],
    ['dates of no declared form', { kind: 'csv', format: 'airbnb' }, /dateFormat is missing/],
    [
      'a field that a mapping does not have',
      { kind: 'csv', format: 'airbnb', dateFormat: 'M/D/YYYY', columns: { arival: 'x' } },
      /columns: .*"arival"/,
    ],
  ])('%s', (_what, change, said) => {
    expect(faultOf(change)).toMatch(said);
  });

  test('two feeds of one id', () => {
    const feed = { kind: 'canonical', id: 'c', location: 'x' };
    expect(faultsOf(feed, feed)).toMatch(/feeds\.1\.id is "c": expected another: it is taken/);
  });

  test.each([
    'https://www.airbnb.com/calendar/ical/1.ics?s=0123456789',
    'https://www.airbnb.com/calendar/ical/1.ics',
    'https://www.vrbo.com/icalendar/0123456789',
    'https://api.example.com/x?api_key=0123456789',
    'https://ada:0123456789@api.example.com/x',
    'http://api.example.com/0123456789',
    'env:not a name 0123456789',
  ])('a secret in the address, which is not repeated: %s', (location) => {
    expect(faultOf({ location })).toMatch(/feeds\.0\.location: (?:the address|expected)/);
    expect(faultOf({ location })).not.toContain('0123456789');
  });

  test('a secret in a header', () => {
    const said = faultOf({ headers: { Authorization: 'Bearer 0123456789' } });
    expect(said).toMatch(/headers\.Authorization: expected env:NAME/);
    expect(said).not.toContain('0123456789');
  });
});

test.each([
  [
    'https://api.example.com/v1/reservations?limit=100',
    { url: 'https://api.example.com/v1/reservations?limit=100' },
  ],
  ['http://127.0.0.1:7070/a.ics', { url: 'http://127.0.0.1:7070/a.ics' }],
  ['imports/beach.csv', { file: 'imports/beach.csv' }],
  ['env:BEACH', { env: 'BEACH' }],
])('%s is a place to read from', (location, read) => {
  expect(feedOf({ ...airbnb, location }).location).toEqual(read);
});
