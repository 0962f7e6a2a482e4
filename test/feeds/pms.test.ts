import { describe, expect, test } from 'vitest';
import { FeedError } from '../../src/feeds/entry.ts';
import { readFeed } from '../../src/feeds/read-feed.ts';
import { feedOf, filed, house, readSample, sample, stays } from './feeds.ts';

const pms = (format: string, listings: string[], more: object = {}) => ({
  kind: 'pms',
  format,
  properties: listings.map((listing, index) => ({ ...house, listing, doors: [`door-${index + 1}`] })),
  ...more,
});

describe('Hostaway', () => {
  test('null times are the listing’s, hours may be texts, and every status is what its map says', () => {
    const reading = readSample('hostaway.json', pms('hostaway', ['40160']));
    expect(stays(reading)).toMatchObject({
      '13': ['2027-07-15T16:00', '2027-07-16T11:00'],
      '14': ['2027-07-20T17:00', '2027-07-22T09:00'],
    });
    expect(filed(reading)).toEqual({
      confirmed: ['13', '14'],
      cancelled: ['16'],
      'passed over: owner_stay': ['15'],
      'passed over: tentative': ['17'],
      bad: ['18', '19', '20'],
    });
    expect(reading.rows[0]?.guest).toEqual({
      name: 'Ada Rivers',
      email: 'ada@guest.example',
      phone: '+15550101000',
    });
  });

  test('units may have doors of their own, and a stay in two of them has the doors of both', () => {
    const reading = readSample('hostaway.json', pms('hostaway', ['40160', '40160/1', '40160/2']));
    const doors = Object.fromEntries(reading.rows.map((row) => [row.reservationId, row.doorIds]));
    expect(doors).toMatchObject({ '13': ['door-1'], '14': ['door-2', 'door-3'] });
  });

  test('dates that the channel did not give are yesterday, so they are refused', () => {
    const { bad } = readSample('hostaway.json', pms('hostaway', ['40160']));
    expect(bad[0]?.message).toBe(
      'hostaway.json, entry 6 (18): isDatesUnspecified is 1: expected 0: the channel gave no dates',
    );
  });
});

test('Guesty: the local date counts, not that of the UTC instant; where there is none the instant does', () => {
  const reading = readSample('guesty.json', pms('guesty', ['66054019764cbb000f37c450']));
  expect(stays(reading)).toMatchObject({
    '66f1c4a1246e7d9f0f8da88a': ['2027-08-17T15:00', '2027-08-22T10:00'],
    '66f1c4a1246e7d9f0f8da88b': ['2027-09-01T23:30', '2027-09-04T10:00'],
  });
  expect(filed(reading)).toMatchObject({
    cancelled: ['66f1c4a1246e7d9f0f8da88d'],
    'passed over: over': ['66f1c4a1246e7d9f0f8da88c'],
  });
});

test('Hospitable: the nested status counts, owners are told apart, and an unknown status is reported', () => {
  const reading = readSample('hospitable.json', pms('hospitable', ['prop-example-001']));
  expect(filed(reading)).toEqual({
    confirmed: ['res-accepted', 'res-no-time'],
    cancelled: ['res-cancelled', 'res-not-accepted'],
    'passed over: owner_stay': ['res-owner'],
    'passed over: tentative': ['res-request', 'res-checkpoint'],
    bad: ['res-unknown', 'res-unparsable'],
  });
  expect(stays(reading)).toMatchObject({
    'res-accepted': ['2027-06-14T16:00', '2027-06-16T11:00'],
    'res-no-time': ['2027-07-01T16:00', '2027-07-02T11:00'],
  });
  expect(reading.rows[0]?.guest).toMatchObject({ name: 'Ada Rivers', phone: '+15550101000', language: 'en' });
  expect(reading.bad[1]?.message).toMatch(/check_in is "not-a-time": expected an ISO 8601 time/);
});

test('Cloudbeds: each room is a stay of its own, and one without a room is passed over', () => {
  const reading = readSample('cloudbeds.json', pms('cloudbeds', ['r5', 'r6']));
  expect(reading.rows.map(({ reservationId, doorIds }) => [reservationId, ...doorIds])).toEqual([
    ['8000000001-1', 'door-1'],
    ['8000000001-2', 'door-2'],
  ]);
  expect(filed(reading)['passed over: unassigned']).toEqual(['8000000001-3']);
  expect(stays(reading)['8000000001-1']).toEqual(['2027-10-08T16:00', '2027-10-10T11:00']);
});

test('OwnerRez: null times are the property’s, blocks are told apart, and updated_utc orders', () => {
  const reading = readSample('ownerrez.json', pms('ownerrez', ['400001']));
  expect(filed(reading)).toEqual({
    confirmed: ['10000001', '10000002'],
    cancelled: ['10000004'],
    'passed over: block': ['10000003'],
  });
  expect(stays(reading)['10000002']).toEqual(['2027-02-01T16:00', '2027-02-03T11:00']);
  expect(reading.rows[0]?.revision).toBe(Date.UTC(2027, 0, 8, 9, 3, 57));
});

test('Beds24: a unit before its room, black is a block, and a time without offset orders nothing', () => {
  const reading = readSample('beds24.json', pms('beds24', ['501', '501/1']));
  expect(filed(reading)).toEqual({
    confirmed: ['30000001'],
    cancelled: ['30000003'],
    'passed over: block': ['30000002'],
  });
  expect(reading.rows.map(({ doorIds }) => doorIds)).toEqual([['door-2'], ['door-1']]);
  expect(reading.rows[0]?.revision).toBe(Date.UTC(2027, 0, 2, 10));
  expect(reading.rows[1]).not.toHaveProperty('revision');
});

test('Mews: UTC comes out on the clock of the property; no resource, no door yet', () => {
  const reading = readSample('mews.json', pms('mews', ['20e00c32-0000-4000-8000-000000000001']));
  expect(Object.values(stays(reading))).toEqual([['2027-04-23T14:00', '2027-04-25T12:00']]);
  expect(reading.passedOver.map(({ kind }) => kind)).toEqual(['unassigned', 'tentative', 'over']);
});

test('Apaleo: offsets are heeded, no unit is no door yet, and a no-show is a cancellation', () => {
  const reading = readSample('apaleo.json', pms('apaleo', ['MUC-101']));
  expect(filed(reading)).toEqual({
    confirmed: ['XPGMSXGF-1'],
    cancelled: ['XPGMSXGF-3'],
    'passed over: unassigned': ['XPGMSXGF-2'],
    'passed over: over': ['XPGMSXGF-4'],
  });
  expect(stays(reading)['XPGMSXGF-1']).toEqual(['2027-07-24T17:00', '2027-07-26T11:00']);
});

test('Smoobu: both names for the dates, empty times, blocks and cancellations', () => {
  const reading = readSample('smoobu.json', pms('smoobu', ['38']));
  expect(filed(reading)).toEqual({
    confirmed: ['291', '292'],
    cancelled: ['294'],
    'passed over: block': ['293'],
  });
  expect(stays(reading)['292']).toEqual(['2027-02-14T16:00', '2027-02-15T11:00']);
});

describe('any of them', () => {
  const hostaway = feedOf(pms('hostaway', ['40160']));

  test.each([
    [
      'a failed answer',
      '{"status":"fail","message":"Too many requests"}',
      /expected an array, or an object with "result"/,
    ],
    ['a web page', '<!doctype html>', /is a web page/],
    ['half an answer', sample('hostaway.json').slice(0, 300), /^in\.json is not JSON/],
  ])('%s is refused as a whole, without a word of it', (_what, text, said) => {
    expect(() => readFeed(hostaway, text, 'in.json')).toThrow(FeedError);
    expect(() => readFeed(hostaway, text, 'in.json')).toThrow(said);
    expect(() => readFeed(hostaway, text, 'in.json')).not.toThrow(/Ada/);
  });

  test('a status may be given a meaning, and an unknown listing is reported', () => {
    const text = JSON.stringify([
      { id: 1, listingMapId: 40160, arrivalDate: '2027-03-01', departureDate: '2027-03-02', status: 'vip' },
      { id: 2, listingMapId: 9, arrivalDate: '2027-03-01', departureDate: '2027-03-02', status: 'new' },
    ]);
    const feed = feedOf(pms('hostaway', ['40160'], { statuses: { vip: 'confirmed' } }));
    const { rows, bad } = readFeed(feed, text, 'in.json');
    expect(rows.map(({ reservationId }) => reservationId)).toEqual(['1']);
    expect(bad[0]?.message).toBe(
      'in.json, entry 2 (2): listing "9": expected one of the configuration: "40160"',
    );
  });

  test('an id too long for a run, and units of two properties, are reported', () => {
    const stay = { arrivalDate: '2027-03-01', departureDate: '2027-03-02', listingMapId: 1, status: 'new' };
    const units = [{ listingUnitId: 1 }, { listingUnitId: 2 }];
    const text = JSON.stringify([
      { ...stay, id: 'x'.repeat(1000) },
      { ...stay, id: 2, reservationUnit: units },
    ]);
    const feed = feedOf({
      kind: 'pms',
      format: 'hostaway',
      properties: [
        { ...house, listing: '1' },
        { ...house, listing: '1/2', propertyId: 'harbour' },
      ],
    });
    expect(readFeed(feed, text, 'in.json').bad.map(({ message }) => message)).toEqual([
      expect.stringMatching(/the reservation id has 1000 characters: expected a workflow id of at most 255/),
      'in.json, entry 2 (2): its units belong to more than one propertyId',
    ]);
  });

  test('says nothing of a guest, whatever is wrong', () => {
    const text = JSON.stringify([{ id: 1, guest: 'Ada Rivers', guestName: 'Ada Rivers', status: 'new' }]);
    for (const format of ['guesty', 'hospitable', 'hostaway', 'smoobu']) {
      const { bad } = readFeed(feedOf(pms(format, ['1'])), text, 'in.json');
      expect(bad).toHaveLength(1);
      expect(bad[0]?.message).not.toContain('Ada');
    }
  });
});
