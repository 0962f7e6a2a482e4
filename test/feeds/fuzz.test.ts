import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FeedError } from '../../src/feeds/entry.ts';
import { readFeed } from '../../src/feeds/read-feed.ts';
import { feedOf, house, sample } from './feeds.ts';

const listed = { ...house, listing: '501' };
const feeds = [
  { text: sample('airbnb.ics'), feed: feedOf({ kind: 'ical', format: 'airbnb' }) },
  { text: sample('zones.ics'), feed: feedOf({ kind: 'ical', format: 'generic', midnights: 'instants' }) },
  {
    text: sample('airbnb.csv'),
    feed: feedOf({ kind: 'csv', format: 'airbnb', dateFormat: 'M/D/YYYY' }),
  },
  {
    text: sample('beds24.csv'),
    feed: feedOf({
      kind: 'csv',
      format: 'beds24',
      dateFormat: 'YYYY-MM-DD',
      delimiter: 'tab',
      properties: [listed],
    }),
  },
  ...['apaleo', 'beds24', 'cloudbeds', 'guesty', 'hospitable', 'hostaway', 'mews', 'ownerrez', 'smoobu'].map(
    (format) => ({ text: sample(`${format}.json`), feed: feedOf({ kind: 'pms', format, blocks: 'issue' }) }),
  ),
  {
    text: '[{"source":"a","propertyId":"b","reservationId":"c","arrival":"2027-01-01T16:00","doors":["d"]}]',
    feed: feedOf({ kind: 'canonical', source: undefined, properties: undefined }),
  },
];

/** Whatever is read is whole; whatever is thrown is about the feed. */
const survives = (feed: (typeof feeds)[number]['feed'], text: string): void => {
  try {
    for (const { reservationId, contentHash, doorIds, stay } of readFeed(feed, text, 'in').rows) {
      expect(reservationId).not.toBe('');
      expect(contentHash).toHaveLength(64);
      expect(doorIds).not.toEqual([]);
      expect(stay.arrival).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/);
    }
  } catch (error) {
    if (!(error instanceof FeedError)) throw error;
  }
};

const oneOfThem = fc.constantFrom(...feeds);

test('bytes of any kind are read or refused', () => {
  fc.assert(
    fc.property(oneOfThem, fc.uint8Array({ maxLength: 400 }), ({ feed }, bytes) => {
      survives(feed, Buffer.from(bytes).toString('utf8'));
      survives(feed, Buffer.from(bytes).toString('utf16le'));
    }),
    { numRuns: 400 },
  );
});

test('a sample with something put in, taken out or written twice is read or refused', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      '\r',
      '\n',
      '"',
      '\n ',
      ';',
      ':',
      'BEGIN:VEVENT\n',
      'END:VCALENDAR\n',
      '9999999999999',
      '\\',
    ),
    fc.constantFrom('{', '[', 'null', '-1', '""', '\\ud800', '1e400', 'T', 'Z', 'RRULE:FREQ=SECONDLY\n'),
  );
  const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(60), piece });
  fc.assert(
    fc.property(oneOfThem, fc.array(change, { minLength: 1, maxLength: 4 }), ({ feed, text }, changes) => {
      const mutated = changes.reduce((sofar, { at, cut, piece: put }) => {
        const start = Math.floor(at * sofar.length);
        return sofar.slice(0, start) + put + sofar.slice(start + cut);
      }, text);
      survives(feed, mutated);
    }),
    { numRuns: 1500 },
  );
});

test('JSON of the right names and wrong values is read or refused', () => {
  const names = [
    'id',
    '_id',
    'status',
    'assigned',
    'properties',
    'guest',
    'unit',
    'apartment',
    'arrival',
    'type',
  ];
  const odd = fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 2 }));
  fc.assert(
    fc.property(oneOfThem, fc.array(odd, { maxLength: 5 }), ({ feed }, entries) => {
      survives(feed, JSON.stringify(entries));
    }),
    { numRuns: 400 },
  );
});

test('JSON as deep as text can be is read or refused', () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  for (const { feed } of feeds) {
    survives(feed, deep);
    for (const name of ['id', 'arrival', 'guest', 'status', 'doors']) survives(feed, `[{"${name}":${deep}}]`);
  }
});

describe('time grows as the feed does', () => {
  const day = (index: number) =>
    new Date(Date.UTC(2027, 0, 1) + index * 86_400_000).toISOString().slice(0, 10);
  const event = (index: number) => {
    const [from, to] = [day(index), day(index + 1)].map((text) => text.replaceAll('-', ''));
    return `BEGIN:VEVENT\nUID:u${index}\nSUMMARY:Reserved\nDTSTART;VALUE=DATE:${from}\nDTEND;VALUE=DATE:${to}\nEND:VEVENT\n`;
  };
  const repeat = (count: number, of: (index: number) => string) =>
    Array.from({ length: count }, (_, i) => of(i));
  const calendar = (content: string) => `BEGIN:VCALENDAR\n${content}END:VCALENDAR\n`;

  const long: [string, (typeof feeds)[number]['feed'] | undefined, (size: number) => string][] = [
    ['many events', feeds[0]?.feed, (size) => calendar(repeat(size, event).join(''))],
    [
      'one long folded line',
      feeds[0]?.feed,
      (size) => calendar(event(1).replace('END', `X:${'\n x'.repeat(size * 30)}\nEND`)),
    ],
    ['unclosed events', feeds[0]?.feed, (size) => calendar('BEGIN:VEVENT\n'.repeat(size * 10))],
    [
      'digits and blanks in a description',
      feeds[1]?.feed,
      (size) =>
        calendar(
          event(1).replace(
            'END',
            `DESCRIPTION:phone: ${'1 '.repeat(size * 40)}\\nreservation ${'id '.repeat(size * 20)}\nEND`,
          ),
        ),
    ],
    [
      'many records',
      feeds[3]?.feed,
      (size) =>
        `REF number\tRoomid\tFirstNight\tCheckOut\tstatus\n${repeat(size, (i) => `${i}\t501\t${day(i)}\t${day(i + 1)}\tNew\n`).join('')}`,
    ],
    ['one long cell', feeds[2]?.feed, (size) => `a,b\n"${'x\n'.repeat(size * 40)}",c\n`],
    [
      'stays all at once',
      feeds[3]?.feed,
      (size) =>
        `REF number\tRoomid\tFirstNight\tCheckOut\tstatus\n${repeat(size, (i) => `${i}\t501\t2027-01-01\t2029-01-01\tNew\n`).join('')}`,
    ],
  ];

  test.each(long)(
    '%s',
    (_what, feed, of) => {
      if (!feed) throw new Error('no feed');
      const timeOf = (size: number): number => {
        const text = of(size);
        const started = performance.now();
        survives(feed, text);
        return performance.now() - started;
      };
      timeOf(500);
      const small = Math.min(timeOf(1000), timeOf(1000), timeOf(1000));
      const large = Math.min(timeOf(8000), timeOf(8000));
      // Eight times as much; were it by the square it would be 64 times.
      expect(large).toBeLessThan(small * 30 + 50);
    },
    60_000,
  );
});
