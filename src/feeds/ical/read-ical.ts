import { parseLocalDateTime } from '../../domain/wall-clock.ts';
import type { IcalFeed } from '../feed-config.ts';
import type { FeedReading, FoundStay } from '../feed-row.ts';
import { settleStay } from '../settle-stay.ts';
import { classifyEvent, statusFault } from './classify-event.ts';
import { eventFields, type EventFields } from './event-fields.ts';
import { eventGuest } from './event-guest.ts';
import { eventStay } from './event-stay.ts';
import { zonesOf } from './event-zones.ts';
import { reservationCode } from './reservation-code.ts';
import { splitCalendar } from './split-calendar.ts';

/**
 * Stays from a calendar of one listing.
 * @throws {FeedError} where the text is no calendar, or not a whole one
 */
export const readIcal = (feed: IcalFeed, text: string, fileName: string, reading: FeedReading): void => {
  const { events, zones } = splitCalendar(text, fileName);
  const zoneOf = zonesOf(zones);
  for (const event of events) {
    const fields = event.text === null ? null : eventFields(event.text);
    const uid = fields?.uid ? ` (UID ${fields.uid.slice(0, 80)})` : '';
    const place = `${fileName}, event at line ${event.line}${uid}`;
    const code = fields && reservationCode(fields);
    const reservationId = code ?? fields?.uid ?? '';
    const refuse = (why: string) =>
      reading.bad.push({
        source: feed.source,
        propertyId: feed.properties[0]?.propertyId ?? null,
        reservationId: reservationId || null,
        message: `${place}: ${why}`,
      });

    if (!fields) {
      refuse(event.text === null ? 'END:VEVENT is missing' : 'a line of it is no line of an iCalendar');
      continue;
    }
    if (reservationId === '') {
      refuse('it has neither a UID nor a code of a reservation');
      continue;
    }
    const meaning = classifyEvent(fields, feed, code !== null);
    if (meaning === 'note') {
      reading.passedOver.push({ kind: 'note', reservationId, message: `${place}: a note beside a stay` });
      continue;
    }
    if (meaning === null) {
      refuse(UNKNOWN);
      continue;
    }
    // A closed night gets no code, whatever its status.
    const fault = meaning === 'closed' ? null : statusFault(fields.status);
    if (fault !== null) {
      refuse(fault);
      continue;
    }
    const found = readStay(fields, feed, zoneOf);
    if (typeof found === 'string') refuse(found);
    else settleStay({ ...found, place, reservationId, meaning }, feed, reading);
  }
};

// The SUMMARY itself may be the guest's name.
const UNKNOWN =
  'its SUMMARY is that of neither a reservation nor a block; give its start a meaning in "statuses"';

type StayOfEvent = Omit<FoundStay, 'place' | 'reservationId' | 'meaning'>;

const readStay = (
  fields: EventFields,
  { properties, midnights }: IcalFeed,
  zoneOf: ReturnType<typeof zonesOf>,
): StayOfEvent | string => {
  if (fields.isRecurring) return 'it recurs (RRULE, RDATE or RECURRENCE-ID); a reservation does not';
  const ends = eventStay(fields, { zoneOf, timeZone: properties[0]?.timeZone ?? '', midnights });
  if (typeof ends === 'string') return ends;
  return { ...ends, units: null, guest: eventGuest(fields), ...revisionOf(fields) };
};

// Many calendars write SEQUENCE:0 whatever happens, so zero orders nothing.
const revisionOf = ({ lastModified, sequence }: EventFields): { revision?: number } => {
  const modified = parseLocalDateTime(lastModified?.value.replace(/Z$/, '') ?? '');
  if (modified !== null && modified >= 0) return { revision: modified };
  return Number.isSafeInteger(sequence) && sequence > 0 ? { revision: sequence } : {};
};
