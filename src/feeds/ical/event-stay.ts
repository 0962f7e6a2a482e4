import ICAL from 'ical.js';
import { parseLocalDateTime, toInstant, type Side } from '../../domain/wall-clock.ts';
import type { StayEnd } from '../feed-row.ts';
import type { EventFields, EventTime } from './event-fields.ts';
import type { EventZone } from './event-zones.ts';

interface Reading {
  zoneOf: (name: string) => EventZone | null;
  /** The property's own zone. */
  timeZone: string;
  /** What an event from midnight to midnight means; not said, it can't be read. */
  midnights: 'dates' | 'instants' | undefined;
}

type Ends = Record<Side, StayEnd>;

/** Both ends of an event, or what is wrong with them. DTEND is the day of departure: iCalendar ends before it. */
export const eventStay = ({ start, end }: EventFields, reading: Reading): Ends | string => {
  if (!start) return 'DTSTART is missing';
  if (!end) return 'DTEND is missing';
  if (isMidnight(start) && isMidnight(end)) {
    if (reading.midnights === 'dates') return { arrival: dateOf(start), departure: dateOf(end) };
    if (reading.midnights === undefined) {
      return `it lasts from midnight ${start.value} to midnight ${end.value}: expected "midnights" in the configuration, "dates" or "instants"`;
    }
  }
  const arrival = readEnd(start, 'arrival', reading);
  if (typeof arrival === 'string') return `DTSTART ${arrival}`;
  const departure = readEnd(end, 'departure', reading);
  return typeof departure === 'string' ? `DTEND ${departure}` : { arrival, departure };
};

const isMidnight = ({ value }: EventTime): boolean => /T00:00:00Z?$/.test(value);

const dateOf = ({ value }: EventTime): StayEnd => ({ date: value.slice(0, 10), time: null });

const readEnd = (time: EventTime, side: Side, reading: Reading): StayEnd | string => {
  const { value, zoneName } = time;
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return dateOf(time);
  const wall = parseLocalDateTime(value.replace(/Z$/, ''));
  if (wall === null) return 'is no date or time that iCalendar has';
  if (value.endsWith('Z')) return { instant: wall };
  if (zoneName === null || zoneName === reading.timeZone) {
    return { date: value.slice(0, 10), time: value.slice(11).replace(/:00$/, '') };
  }
  const zone = reading.zoneOf(zoneName);
  if (!zone) return `has TZID ${JSON.stringify(zoneName.slice(0, 60))}, no zone that IANA or the file knows`;
  if ('clock' in zone) return { instant: toInstant(wall, zone.clock, side).instant };
  return describedInstant(value, zone.described);
};

const describedInstant = (value: string, zone: ICAL.Timezone): StayEnd | string => {
  // Whoever names no zone that IANA knows describes it for a few decades at most.
  if (!/^20\d\d/.test(value)) return 'is not within this century';
  try {
    const time = ICAL.Time.fromDateTimeString(value);
    time.zone = zone;
    const instant = time.toUnixTime() * 1000;
    return Number.isFinite(instant) ? { instant } : 'has a zone that the file does not describe whole';
  } catch {
    return 'has a zone that the file does not describe whole';
  }
};
