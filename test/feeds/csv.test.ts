import { describe, expect, test } from 'vitest';
import { FeedError } from '../../src/feeds/entry.ts';
import { readFeed } from '../../src/feeds/read-feed.ts';
import { feedOf, filed, house, readSample, sample, stays } from './feeds.ts';

const airbnb = {
  kind: 'csv',
  format: 'airbnb',
  dateFormat: 'M/D/YYYY',
  properties: [{ ...house, listing: 'Beach House, upper floor' }],
};
const columns = { reservationId: 'id', arrival: 'from', departure: 'to' };
const custom = { kind: 'csv', format: 'custom', dateFormat: 'YYYY-MM-DD', columns };
const read = (text: string, more: object = {}) => readFeed(feedOf({ ...custom, ...more }), text, 'in.csv');

describe('the profiles', () => {
  test('Airbnb: byte order mark, quotes, line breaks in cells and blank rows', () => {
    const reading = readSample('airbnb.csv', airbnb);
    expect(stays(reading)).toEqual({
      HMTEST0001: ['2027-09-16T16:00', '2027-09-26T11:00'],
      HMTEST0002: ['2027-10-01T16:00', '2027-10-03T11:00'],
    });
    expect(filed(reading)['cancelled']).toEqual(['HMTEST0002']);
    expect(reading.rows[0]?.guest).toEqual({ name: 'Ada "Wave" Rivers', phone: '+1 555 010 1000' });
  });

  test('bad rows are named by the line they begin on, whatever was in the cells before', () => {
    expect(readSample('airbnb.csv', airbnb).bad.map(({ message }) => message)).toEqual([
      'airbnb.csv, line 7: arrival is "13/1/2027": expected a date as M/D/YYYY',
      expect.stringMatching(/^airbnb\.csv, line 8: status is "Under review": expected one of confirmed, /),
      'airbnb.csv, line 9: it has 3 cells: expected 13, as in the header',
    ]);
  });

  test('lines are counted right with CR LF within quotes too', () => {
    const text = sample('airbnb.csv').replaceAll('\n', '\r\n');
    expect(readFeed(feedOf(airbnb), text, 'in.csv').bad[0]?.message).toMatch(/^in\.csv, line 7:/);
  });

  test('Booking.com: semicolons, and who did not come has no claim to a code', () => {
    const feed = { kind: 'csv', format: 'booking', dateFormat: 'YYYY-MM-DD', delimiter: ';' };
    expect(filed(readSample('booking.csv', feed))).toEqual({
      confirmed: ['1000000001'],
      cancelled: ['1000000002', '1000000003'],
    });
  });

  test('Beds24: tabs, last nights, blocks, and units of other listings', () => {
    const feed = {
      kind: 'csv',
      format: 'beds24',
      dateFormat: 'YYYY-MM-DD',
      delimiter: 'tab',
      properties: [{ ...house, listing: '501' }],
    };
    const reading = readSample('beds24.csv', feed);
    expect(stays(reading)).toEqual({
      '20000001': ['2027-04-01T16:00', '2027-04-04T11:00'],
      '20000002': ['2027-04-05T16:00', '2027-04-07T11:00'],
    });
    expect(reading.bad.map(({ message }) => message)).toEqual([
      'beds24.csv, line 4: departure is "2027-04-09": expected the day after the last night, 2027-04-10',
      'beds24.csv, line 6: listing "777": expected one of the configuration: "501"',
    ]);
    const others = readSample('beds24.csv', { ...feed, otherListings: 'pass_over' });
    expect(filed(others)['passed over: other_listing']).toEqual(['20000005']);
  });
});

describe('a mapping of your own', () => {
  test('needs no status where there is none, and takes times where there are', () => {
    const times = { ...columns, arrivalTime: 'at', guestName: 'who' };
    const text = 'id,from,at,to,who\n1,2027-03-01,18:30,2027-03-02,Ada\n2,2027-03-03,,2027-03-04,\n';
    const reading = read(text, { columns: times });
    expect(stays(reading)).toEqual({
      '1': ['2027-03-01T18:30', '2027-03-02T11:00'],
      '2': ['2027-03-03T16:00', '2027-03-04T11:00'],
    });
    expect(reading.rows.map(({ guest }) => guest)).toEqual([{ name: 'Ada' }, {}]);
  });

  test.each([
    ['D/M/YYYY', '3/4/2027', '2027-04-03T16:00'],
    ['M/D/YYYY', '3/4/2027', '2027-03-04T16:00'],
    ['D.M.YYYY', '03.04.2027', '2027-04-03T16:00'],
    ['D-M-YYYY', '3-4-2027', '2027-04-03T16:00'],
  ])('a date is read as %s only because the configuration says so', (dateFormat, text, arrival) => {
    const rows = `id,from,to\n1,${text},${text.replace('2027', '2028')}\n`;
    expect(read(rows, { dateFormat }).rows[0]?.stay.arrival).toBe(arrival);
  });

  test.each(['2027-02-29', '2027-2-1', '27-02-01', '', '2027-02-01T10:00', '2027-13-01'])(
    '"%s" is no date as YYYY-MM-DD',
    (text) => {
      expect(read(`id,from,to\n1,${text},2027-12-31\n`).bad[0]?.message).toMatch(
        /arrival is ".*": expected a date/,
      );
    },
  );
});

describe('a file as a whole', () => {
  test.each([
    ['a column that is missing', 'id,from\n', /missing column "to"; its header has "id", "from"/],
    ['another delimiter', 'id;from;to\n', /missing column "id" \(reservationId\).*is the delimiter ","/],
    ['a column there twice', 'id,from,to,FROM\n', /column "from" is there twice; expected once, as arrival/],
    ['a quote never closed', 'id,from,to\n1,"2027', /line 2: a quote is opened and never closed/],
    ['text after a quote', 'id,from,to\n"Ada"x,2,3', /line 2: text after the quote/],
    ['a web page', '<html><body>', /is a web page/],
    ['nothing', '', /is empty/],
  ])('%s is refused, without a word of the text', (_what, text, said) => {
    expect(() => read(text)).toThrow(FeedError);
    expect(() => read(text)).toThrow(said);
  });

  test('columns nobody asked for are passed over, also where they are there twice', () => {
    expect(read('x,id,from,to,x\n,1,2027-03-01,2027-03-02,\n').rows).toHaveLength(1);
  });
});
