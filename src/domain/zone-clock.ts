import { IANAZone } from 'luxon';
import { utcText } from './instant-text.ts';

/** An IANA zone, asked for nothing but how far its clocks are ahead of UTC. */
export interface ZoneClock {
  name: string;
  /** Milliseconds at an instant given in epoch milliseconds. Never depends on when it is asked. */
  offsetAt: (instant: number) => number;
}

/** `null` for a name that is no IANA zone. */
export const zoneClock = (name: string): ZoneClock | null => {
  const known = clocks.get(name);
  if (known) return known;
  if (!isKnownZone(name)) return null;
  const clock = createZoneClock(name);
  clocks.set(name, clock);
  return clock;
};

/** A bare offset such as `+05:00` passes for a zone with Intl, but is wrong for half the year in most places. */
export const isKnownZone = (name: string): boolean => /^[A-Za-z]/.test(name) && IANAZone.create(name).isValid;

/** What a wall clock in that zone reads at an instant. */
export const wallAt = (instant: number, zone: ZoneClock): number => instant + zone.offsetAt(instant);

/** The zone's wall clock, ISO 8601 with offset, in whole seconds: `2024-09-10T07:00:00-07:00`. */
export const localText = (instant: number, zone: ZoneClock): string =>
  `${utcText(wallAt(instant, zone)).slice(0, -'.000Z'.length)}${offsetText(zone.offsetAt(instant))}`;

const MINUTE = 60_000;
const DAY = 86_400_000;
const MOST_DAYS_KEPT = 1024;

// Asking Intl costs microseconds, and planning asks dozens of times about the same few days. Kept are the offsets at UTC
// midnights and, of a day between two that differ, when the change is. A memo of facts: it can't change an answer.
const clocks = new Map<string, ZoneClock>();

const createZoneClock = (name: string): ZoneClock => {
  const zone = IANAZone.create(name);
  const askIntl = (instant: number) => Math.round(zone.offset(instant) * MINUTE);
  const midnights = new Map<number, number>();
  const changes = new Map<number, number>();

  const atMidnight = (day: number): number => {
    let offset = midnights.get(day);
    if (offset === undefined) {
      if (midnights.size >= MOST_DAYS_KEPT) midnights.clear();
      offset = askIntl(day * DAY);
      midnights.set(day, offset);
    }
    return offset;
  };

  /** The first instant of that day with the offset of its end: no zone changes twice in a day. */
  const changeOn = (day: number): number => {
    const known = changes.get(day);
    if (known !== undefined) return known;
    const before = atMidnight(day);
    let [from, to] = [day * DAY, (day + 1) * DAY];
    while (to - from > 1) {
      const middle = Math.floor((from + to) / 2);
      if (askIntl(middle) === before) from = middle;
      else to = middle;
    }
    changes.set(day, to);
    return to;
  };

  return {
    name,
    offsetAt: (instant) => {
      const day = Math.floor(instant / DAY);
      const [before, after] = [atMidnight(day), atMidnight(day + 1)];
      return before === after || instant < changeOn(day) ? before : after;
    },
  };
};

const offsetText = (offset: number): string => {
  const minutes = Math.round(Math.abs(offset) / MINUTE);
  const twoDigits = (n: number) => String(n).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
};
