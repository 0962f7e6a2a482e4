import type { Dates, Listing, Stay } from './draw-stays.ts';
import { dateAt, plusDays, shownFrom, type Season } from './season.ts';

/** What Airbnb exports for a listing at that time: folded lines, no guests, nothing that is over, and no cancellations. */
export const calendarAt = ({ stays, blocks }: Listing, instant: number, season: Season): string => {
  const today = dateAt(instant, season);
  const reserved = stays.flatMap((stay) => {
    const dates = datesAt(stay, instant);
    return dates && dates.departure >= today ? [reservedEvent(stay, dates)] : [];
  });
  const unavailable = blocks
    .filter(({ departure }) => departure > today)
    .map(({ arrival, departure }) => blockEvent({ arrival: arrival < today ? today : arrival, departure }));
  // So far ahead nobody can book: another block every day, and never a calendar without an event.
  const closed = blockEvent({ arrival: plusDays(today, 365), departure: plusDays(today, 730) });
  return inCalendar([...reserved, ...unavailable, closed]);
};

export const datesAt = ({ bookedAt, cancelledAt, change, dates }: Stay, instant: number): Dates | null => {
  if (shownFrom(bookedAt) > instant) return null;
  if (cancelledAt !== null && shownFrom(cancelledAt) <= instant) return null;
  return change && shownFrom(change.at) <= instant ? change.dates : dates;
};

export const inCalendar = (events: string[]): string =>
  [
    'BEGIN:VCALENDAR',
    'PRODID;X-RICAL-TZSOURCE=TZINFO:-//Airbnb Inc//Hosting Calendar 0.8.8//EN',
    'CALSCALE:GREGORIAN',
    'VERSION:2.0',
    ...events,
    'END:VCALENDAR',
    '',
  ].join('\r\n');

const reservedEvent = ({ code }: Stay, dates: Dates): string =>
  [
    'BEGIN:VEVENT',
    ...ends(dates),
    `UID:1418fb94e984-${hex(code)}@airbnb.com`,
    'DESCRIPTION:Reservation URL: https://www.airbnb.com/hosting/reservations/',
    ` details/${code}\\nPhone Number (Last 4 Digits): 0100`,
    'SUMMARY:Reserved',
    'END:VEVENT',
  ].join('\r\n');

// One that runs begins today, and so has another identity every day.
const blockEvent = (dates: Dates): string =>
  [
    'BEGIN:VEVENT',
    ...ends(dates),
    `UID:6fec1092d3fa-${hex(`${dates.arrival}${dates.departure}`)}@airbnb.com`,
    'SUMMARY:Airbnb (Not available)',
    'END:VEVENT',
  ].join('\r\n');

const ends = ({ arrival, departure }: Dates): string[] => [
  `DTEND;VALUE=DATE:${departure.replaceAll('-', '')}`,
  `DTSTART;VALUE=DATE:${arrival.replaceAll('-', '')}`,
];

const hex = (text: string): string => Buffer.from(text).toString('hex').padStart(40, '0').slice(-40);
