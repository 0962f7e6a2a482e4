import { describe, expect, test } from 'vitest';
import { FeedError } from '../../src/feeds/entry.ts';
import { readFeed } from '../../src/feeds/read-feed.ts';
import { feedOf, filed, readSample, sample, stays } from './feeds.ts';

const ical = (format: string, more: object = {}) => ({ kind: 'ical', format, ...more });
const calendar = (...events: string[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.map((lines) => `BEGIN:VEVENT\n${lines}\nEND:VEVENT`),
    'END:VCALENDAR',
  ].join('\n');
const DAYS = 'DTSTART;VALUE=DATE:20270301\nDTEND;VALUE=DATE:20270304';
const read = (text: string, more: object = {}) => readFeed(feedOf(ical('generic', more)), text, 'in.ics');

describe('the calendars of the platforms', () => {
  test('Airbnb: stays by their code, from a description folded over two lines; blocks get none', () => {
    const reading = readSample('airbnb.ics', ical('airbnb'));
    expect(stays(reading)).toEqual({
      HMTEST0001: ['2027-09-16T16:00', '2027-09-26T11:00'],
      HMTEST0002: ['2027-10-22T16:00', '2027-11-22T11:00'],
    });
    expect(filed(reading)['passed over: block']).toHaveLength(1);
    expect(reading.bad).toEqual([]);
    expect(reading.rows[0]).toMatchObject({ source: 'source', propertyId: 'beach', doorIds: ['door-1'] });
  });

  test('the last four digits of a telephone number are no telephone number', () => {
    expect(readSample('airbnb.ics', ical('airbnb')).rows.map(({ guest }) => guest)).toEqual([{}, {}]);
  });

  test('VRBO: the guest is named in the summary, a cancelled event is a cancellation, LAST-MODIFIED orders', () => {
    const reading = readSample('vrbo.ics', ical('vrbo'));
    expect(filed(reading)).toEqual({
      confirmed: ['vrbo-event-1@vrbo.example'],
      cancelled: ['vrbo-event-2@vrbo.example'],
      'passed over: block': ['vrbo-event-3@vrbo.example'],
    });
    expect(reading.rows[0]).toMatchObject({
      guest: { name: 'Ada Rivers' },
      revision: Date.UTC(2026, 10, 22, 10),
    });
    expect(reading.rows[1]).not.toHaveProperty('revision');
  });

  test.each(['booking', 'generic', 'airbnb'])(
    'Booking.com: closed nights never get a code, read as %s',
    (format) => {
      const reading = readSample('booking.ics', ical(format, { statuses: { CLOSED: 'confirmed' } }));
      expect(reading.rows).toEqual([]);
      expect(filed(reading)).toEqual({
        'passed over: closed': ['0000000000000000000000000000000a@booking.com'],
      });
    },
  );

  test('an event nobody knows is reported, without its summary: that may be a name', () => {
    const reading = readFeed(
      feedOf(ical('airbnb')),
      calendar(`UID:u\n${DAYS}\nSUMMARY:Ada Rivers`),
      'in.ics',
    );
    expect(reading.bad[0]?.message).toMatch(
      /^in\.ics, event at line 3 \(UID u\): its SUMMARY is that of neither/,
    );
    expect(reading.bad[0]?.message).not.toContain('Ada');
  });
});

describe('what an event is', () => {
  test.each([
    ['Not available', 'block'],
    ['Airbnb (Not available)', 'block'],
    ['Blocked', 'block'],
    ['Owner stay', 'owner_stay'],
    ['Check-in: Ada', 'note'],
    ['CLOSED - Not available', 'closed'],
  ])('"%s" gets no code', (summary, kind) => {
    const reading = read(calendar(`UID:u\n${DAYS}\nSUMMARY:${summary}`));
    expect(filed(reading)).toEqual({ [`passed over: ${kind}`]: ['u'] });
  });

  test('a tentative event is not confirmed', () => {
    expect(filed(read(calendar(`UID:u\n${DAYS}\nSUMMARY:Ada\nSTATUS:TENTATIVE`)))).toEqual({
      'passed over: tentative': ['u'],
    });
  });

  test.each(['POSTPONED', 'CANCELED', 'cancelled by guest', 'CONFIRMED?'])(
    'STATUS:%s is no confirmed stay: it is reported, and the event is there all the same',
    (status) => {
      const { rows, bad } = read(calendar(`UID:u\n${DAYS}\nSUMMARY:Ada\nSTATUS:${status}`));
      expect(rows).toEqual([]);
      expect(bad).toMatchObject([
        {
          reservationId: 'u',
          message: `in.ics, event at line 3 (UID u): STATUS is "${status.toUpperCase()}": expected CONFIRMED, TENTATIVE, CANCELLED or none`,
        },
      ]);
    },
  );

  test.each(['STATUS:confirmed', 'STATUS: CONFIRMED ', 'STATUS:', ''])(
    'with "%s" an event takes place',
    (line) => {
      const lines = ['UID:u', DAYS, 'SUMMARY:Ada', line].filter(Boolean).join('\n');
      expect(filed(read(calendar(lines)))).toEqual({ confirmed: ['u'] });
    },
  );

  test('an unknown STATUS keeps an owner out, and leaves closed nights and notes what they are', () => {
    const text = (summary: string) => calendar(`UID:u\n${DAYS}\nSUMMARY:${summary}\nSTATUS:POSTPONED`);
    expect(filed(read(text('Owner stay'), { ownerStays: 'issue' }))).toEqual({ bad: ['u'] });
    expect(filed(read(text('CLOSED - Not available')))).toEqual({ 'passed over: closed': ['u'] });
    expect(filed(read(text('Check-in: Ada')))).toEqual({ 'passed over: note': ['u'] });
  });

  test('the configuration may give a summary its meaning, and let an owner in', () => {
    const text = calendar(`UID:u\n${DAYS}\nSUMMARY:Familie Moor`);
    const statuses = { familie: 'owner_stay' };
    expect(filed(read(text, { statuses }))).toEqual({ 'passed over: owner_stay': ['u'] });
    expect(filed(read(text, { statuses, ownerStays: 'issue' }))).toEqual({ owner_stay: ['u'] });
  });

  test('a code in the address or the description is its id, so that another UID is no other reservation', () => {
    const ids = ['one', 'two'].map(
      (uid) =>
        read(calendar(`UID:${uid}\n${DAYS}\nSUMMARY:Ada\nDESCRIPTION:Hello\\nConfirmation code: QX-4711`))
          .rows[0]?.reservationId,
    );
    expect(ids).toEqual(['QX-4711', 'QX-4711']);
    const withUrl = `UID:u\n${DAYS}\nSUMMARY:Ada\nURL:https://example.com/reservations/details/HMTEST0009?x=1`;
    expect(read(calendar(withUrl)).rows[0]?.reservationId).toBe('HMTEST0009');
  });

  test('what the description says of the guest is taken', () => {
    const description =
      'DESCRIPTION:Guest Name: Ada Rivers\\nEmail: ada@guest.example\\nPhone: +1 555-0100-200';
    expect(read(calendar(`UID:u\n${DAYS}\nSUMMARY:Reservation\n${description}`)).rows[0]?.guest).toEqual({
      name: 'Ada Rivers',
      email: 'ada@guest.example',
      phone: '+1 555-0100-200',
    });
  });
});

describe('times', () => {
  test('come out on the clock of the property, whatever zone they are written in', () => {
    expect(stays(readSample('zones.ics', ical('generic')))).toEqual({
      utc: ['2027-03-15T16:00', '2027-03-20T11:00'],
      'own-zone': ['2027-04-01T16:00', '2027-04-03T11:00'],
      'other-zone': ['2027-05-01T07:00', '2027-05-03T02:00'],
      'path-before-it': ['2027-06-01T16:00', '2027-06-03T11:00'],
      described: ['2027-07-01T16:00', '2027-12-03T11:00'],
      floating: ['2028-01-01T16:00', '2028-01-03T11:00'],
    });
  });

  test('dates that do not say they are dates are dates', () => {
    expect(stays(read(calendar('UID:u\nDTSTART:20270301\nDTEND:20270304\nSUMMARY:Ada')))).toEqual({
      u: ['2027-03-01T16:00', '2027-03-04T11:00'],
    });
  });

  test('midnight to midnight means dates or instants, and the configuration must say which', () => {
    const text = calendar('UID:u\nDTSTART:20270301T000000Z\nDTEND:20270304T000000Z\nSUMMARY:Ada');
    expect(read(text).bad[0]?.message).toMatch(/midnight.*expected "midnights" in the configuration/);
    expect(stays(read(text, { midnights: 'dates' }))).toEqual({
      u: ['2027-03-01T16:00', '2027-03-04T11:00'],
    });
    expect(stays(read(text, { midnights: 'instants' }))).toEqual({
      u: ['2027-02-28T16:00', '2027-03-03T16:00'],
    });
  });

  test.each([
    ['no start', 'DTEND;VALUE=DATE:20270304', /DTSTART is missing/],
    ['no end', 'DTSTART;VALUE=DATE:20270304', /DTEND is missing/],
    [
      'a day that is none',
      'DTSTART;VALUE=DATE:20270230\nDTEND;VALUE=DATE:20270304',
      /arrival is "2027-02-30T16:00"/,
    ],
    ['garbage', 'DTSTART:soon\nDTEND:later', /DTSTART is no date or time/],
    [
      'an end before the start',
      'DTSTART;VALUE=DATE:20270304\nDTEND;VALUE=DATE:20270301',
      /expected after the arrival/,
    ],
    [
      'a zone nobody knows',
      'DTSTART;TZID=Nowhere:20270301T160000\nDTEND;TZID=Nowhere:20270304T110000',
      /DTSTART has TZID "Nowhere"/,
    ],
    ['a rule', `${DAYS}\nRRULE:FREQ=WEEKLY`, /it recurs/],
    ['a line that is none', `${DAYS}\nnonsense`, /no line of an iCalendar/],
  ])('%s is reported with line and UID, and the other events go on', (_what, lines, said) => {
    const { bad, rows } = read(calendar(`UID:bad\nSUMMARY:Ada\n${lines}`, `UID:good\nSUMMARY:Ben\n${DAYS}`));
    expect(bad.map(({ message }) => message)).toEqual([expect.stringMatching(said)]);
    expect(bad[0]?.message).toMatch(/^in\.ics, event at line 3/);
    expect(rows.map(({ reservationId }) => reservationId)).toEqual(['good']);
  });

  test('a zone that would be played out without end is not played out', () => {
    const zone = (rule: string) =>
      `BEGIN:VTIMEZONE\nTZID:Odd\nBEGIN:STANDARD\nDTSTART:20060101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:${rule}\nEND:STANDARD\nEND:VTIMEZONE`;
    for (const rule of ['FREQ=SECONDLY', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31', 'FREQ=YEARLY;BYDAY=6SU']) {
      const text = `BEGIN:VCALENDAR\n${zone(rule)}\nBEGIN:VEVENT\nUID:u\nSUMMARY:Ada\nDTSTART;TZID=Odd:20270301T160000\nDTEND;TZID=Odd:20270304T110000\nEND:VEVENT\nEND:VCALENDAR`;
      expect(read(text).bad[0]?.message).toMatch(/TZID "Odd"/);
    }
  });
});

describe('a calendar as a whole', () => {
  test.each([
    ['an HTML page', '<!DOCTYPE html><html><body>Log in</body></html>', /is a web page or XML/],
    ['nothing', ' \r\n', /is empty/],
    ['another text', 'Service unavailable', /is no iCalendar: expected BEGIN:VCALENDAR/],
    ['half of one', sample('airbnb.ics').slice(0, 700), /was cut off: expected END:VCALENDAR/],
  ])('%s is refused: it must not look like reservations that are gone', (_what, text, said) => {
    expect(() => read(text)).toThrow(FeedError);
    expect(() => read(text)).toThrow(said);
  });

  test('without events is one, and merged ones are read through', () => {
    expect(read(calendar()).rows).toEqual([]);
    const event = (uid: string, day: string) =>
      `UID:${uid}\nSUMMARY:${uid}\nDTSTART;VALUE=DATE:202703${day}\nDTEND;VALUE=DATE:20270328`;
    const merged = `${calendar(event('a', '01'))}\nPRODID:-//Merged//EN\n${calendar(event('b', '02'))}`;
    expect(filed(read(merged))).toEqual({ confirmed: ['a', 'b'] });
  });

  test('an event that is not closed is reported, and the next is read', () => {
    const text = calendar(`UID:a\n${DAYS}`, `UID:b\nSUMMARY:Ben\n${DAYS}`).replace('END:VEVENT\n', '');
    const { bad, rows } = read(text);
    expect(bad[0]?.message).toBe('in.ics, event at line 3: END:VEVENT is missing');
    expect(rows.map(({ reservationId }) => reservationId)).toEqual(['b']);
  });
});
