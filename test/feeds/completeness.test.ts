import { expect, test } from 'vitest';
import { readFeed } from '../../src/feeds/read-feed.ts';
import { feedOf, house, readSample } from './feeds.ts';

const pms = (format: string) => ({ kind: 'pms', format, properties: [{ ...house, listing: '1' }] });
const completenessOf = (format: string, answer: unknown) =>
  readFeed(feedOf(pms(format)), JSON.stringify(answer), 'in.json').completeness;
const entries = (count: number) => Array.from({ length: count }, (_, index) => ({ id: index }));

test.each([
  ['hostaway', { result: entries(5), count: 6, limit: 5, offset: 0, page: 1, totalPages: 2 }],
  ['hostaway', { result: entries(5), count: 6, limit: 5 }],
  ['hostaway', { result: entries(1), count: 6, limit: 5, page: 2, totalPages: 2 }],
  ['hostaway', { result: entries(5), totalPages: 2 }],
  ['guesty', { results: entries(100), count: 142, limit: 100, skip: 0 }],
  ['guesty', { results: entries(42), count: 42, limit: 100, skip: 100 }],
  ['hospitable', { data: entries(10), meta: { current_page: 1, last_page: 3 } }],
  ['hospitable', { data: entries(3), meta: { current_page: 3, last_page: 3 } }],
  ['hospitable', { data: entries(10), links: { next: 'https://pms.example/?page=2' } }],
  ['mews', { Reservations: entries(10), Cursor: 'e7f26210-0000-4000-8000-000000000001' }],
  ['cloudbeds', { data: entries(100), count: 100, total: '140' }],
  ['ownerrez', { items: entries(20), limit: 20, offset: 0, next_page_url: 'https://pms.example/?offset=20' }],
  ['beds24', { data: entries(100), count: 100, pages: { nextPageExists: true } }],
  ['apaleo', { reservations: entries(10), count: 11 }],
  ['smoobu', { bookings: entries(25), page_count: 2, page_size: 25, total_items: 26, page: 1 }],
  ['smoobu', { bookings: [], page_count: 2, total_items: 26, page: 3 }],
  ['cloudbeds', { data: { reservationID: '1' } }],
])('%s says that there is more: %j', (format, answer) => {
  expect(completenessOf(format, answer)).toMatchObject({ extent: 'partial' });
});

test.each([
  ['hostaway', { result: entries(5), count: 5, limit: 5, offset: 0, page: 1, totalPages: 1 }],
  ['hostaway', { result: entries(5), count: 5, limit: null, offset: null, page: null, totalPages: null }],
  ['guesty', { results: entries(42), count: 42, limit: 100, skip: 0 }],
  ['hospitable', { data: entries(10), meta: { current_page: 1, last_page: 1 }, links: { next: null } }],
  ['mews', { Reservations: entries(10), Cursor: null }],
  ['cloudbeds', { data: entries(40), count: 40, total: 40 }],
  ['ownerrez', { items: entries(4), limit: 20, offset: 0 }],
  ['ownerrez', { items: entries(20), limit: 20, offset: 0, next_page_url: null }],
  ['beds24', { data: entries(3), count: 3, pages: { nextPageExists: false, nextPageLink: null } }],
  ['apaleo', { reservations: entries(4), count: 4 }],
  ['smoobu', { bookings: [], page_count: 0, total_items: 0, page: 1 }],
])('%s says that this is all: %j', (format, answer) => {
  expect(completenessOf(format, answer)).toEqual({ extent: 'whole' });
});

test.each([
  ['hostaway', { status: 'success', result: entries(5) }],
  ['hostaway', { result: entries(5), count: 'many', limit: 5 }],
  ['hospitable', { data: entries(10), meta: { current_page: 1 } }],
  ['mews', { Reservations: entries(10) }],
  ['ownerrez', { items: entries(20), limit: 20, offset: 0 }],
  ['beds24', { data: entries(3), count: 3 }],
  ['guesty', entries(4)],
])('%s says neither: %j', (format, answer) => {
  expect(completenessOf(format, answer)).toMatchObject({ extent: 'unknown' });
});

test('the evidence is quoted, and no address or cursor, as a token may be in it', () => {
  const why = (format: string, answer: unknown) => {
    const found = completenessOf(format, answer);
    return found.extent === 'whole' ? null : found.why;
  };
  expect(why('hostaway', { result: entries(5), count: 6, page: 1, totalPages: 2 })).toBe(
    'it is page 1 of 2, 5 of 6 reservations',
  );
  expect(why('guesty', { results: entries(100), count: 142 })).toBe(
    'it has 100 of 142 reservations, by its "count"',
  );
  expect(why('ownerrez', { items: [], next_page_url: 'https://pms.example/?token=secret' })).toBe(
    'its "next_page_url" says that there are more',
  );
  expect(why('hostaway', entries(1))).toMatch(
    /^it is a bare list.*expected the whole answer around "result"$/,
  );
  expect(why('mews', { Reservations: [] })).toMatch(/expected "Cursor"$/);
});

test('calendars and CSV files have no pages', () => {
  expect(readSample('airbnb.ics', { kind: 'ical', format: 'airbnb' }).completeness.extent).toBe('whole');
  const csv = { kind: 'csv', format: 'airbnb', dateFormat: 'M/D/YYYY' };
  expect(readSample('airbnb.csv', csv).completeness.extent).toBe('whole');
});

test.each([
  ['whole', []],
  ['whole', { reservations: [] }],
  ['whole', { reservations: [], total: 0, page: 1, totalPages: 1, next: null }],
  ['partial', { reservations: [], total: 3 }],
  ['partial', { reservations: [], page: 1, totalPages: 2 }],
  ['partial', { reservations: [], hasMore: true }],
  ['partial', { reservations: [], next_page_url: 'https://pms.example/?page=2' }],
])('canonical JSON is %s unless what is around it says that there is more: %j', (extent, answer) => {
  const feed = feedOf({ kind: 'canonical', source: undefined, properties: undefined });
  expect(readFeed(feed, JSON.stringify(answer), 'in.json').completeness.extent).toBe(extent);
});
