import type { Chance } from './chance.ts';
import {
  ARRIVAL_TIME,
  DAY,
  dateAt,
  DEPARTURE_TIME,
  HOUR,
  instantOf,
  plusDays,
  shownFrom,
  type Season,
} from './season.ts';

export interface Dates {
  /** `YYYY-MM-DD`; the guest leaves on the day of departure. */
  arrival: string;
  departure: string;
}

export interface Stay {
  code: string;
  fate: 'kept' | 'cancelled' | 'extended' | 'shortened' | 'shifted';
  bookedAt: number;
  dates: Dates;
  /** From `at` on it has other dates. */
  change: { at: number; dates: Dates } | null;
  cancelledAt: number | null;
}

export interface Listing {
  name: string;
  stays: Stay[];
  /** Nights the owner keeps. */
  blocks: Dates[];
}

/** Guests book so far ahead that the last days of the season show them. */
const HORIZON_DAYS = 120;

/**
 * One listing's bookings, shaped like the history of a real operator: 31 % gone before arrival, 7 % changed, 63 % of
 * turnovers on the same day, half booked a month ahead and one in ten within three days.
 */
export const drawListing = (name: string, chance: Chance, season: Season): Listing => {
  const listing: Listing = { name, stays: [], blocks: [] };
  const last = dateAt(season.endsAt + HORIZON_DAYS * DAY, season);
  let free = dateAt(season.startsAt - 2 * DAY, season);
  while (free < last) {
    const nights = drawNights(chance);
    const kept = drawKept(free, nights, chance, season);
    // Others had the same nights before.
    const cancelled: Stay[] = [];
    while (chance.next() < 0.42) cancelled.push(drawCancelled(kept.dates, chance, season));
    let released = -Infinity;
    for (const stay of cancelled.sort((a, b) => (a.cancelledAt ?? 0) - (b.cancelledAt ?? 0))) {
      stay.bookedAt = Math.max(stay.bookedAt, released);
      released = (stay.cancelledAt ?? 0) + 12 * HOUR;
    }
    kept.bookedAt = Math.max(kept.bookedAt, released);
    if (kept.change && kept.change.at < kept.bookedAt + HOUR)
      Object.assign(kept, { change: null, fate: 'kept' });
    listing.stays.push(...cancelled, kept);
    const end = latest(kept.dates.departure, kept.change?.dates.departure);
    const gap = chance.next() < 0.63 ? 0 : 1;
    free = plusDays(end, gap);
    if (gap > 0 && chance.next() < 0.5) listing.blocks.push({ arrival: end, departure: free });
  }
  const isShown = ({ bookedAt, cancelledAt }: Stay) =>
    shownFrom(bookedAt) <= season.endsAt &&
    (cancelledAt === null || shownFrom(cancelledAt) > season.startsAt);
  return { ...listing, stays: spaceOut(listing.stays.filter(isShown), season) };
};

const drawNights = (chance: Chance): number =>
  chance.oneOf([
    [33, 1],
    [28, 2],
    [22, 3],
    [9, 4],
    [4, 5],
    [2, 7],
    [1, 9],
    [1, 11],
  ]);

const drawKept = (arrival: string, nights: number, chance: Chance, season: Season): Stay => {
  const dates = { arrival, departure: plusDays(arrival, nights) };
  const stay: Stay = {
    code: drawCode(chance),
    fate: 'kept',
    bookedAt: instantOf(arrival, ARRIVAL_TIME, season) - drawLead(chance),
    dates,
    change: null,
    cancelledAt: null,
  };
  if (chance.next() >= 0.13) return stay;
  const fate = chance.oneOf([
    [13, 'extended'],
    [15, 'shortened'],
    [43, 'shifted'],
  ] as const);
  const by = chance.whole(1, 3);
  const changed = {
    extended: { arrival, departure: plusDays(dates.departure, by) },
    shortened: { arrival, departure: plusDays(dates.departure, -1) },
    shifted: { arrival: plusDays(arrival, by), departure: plusDays(dates.departure, by) },
  }[fate];
  if (changed.departure <= changed.arrival) return stay;
  const ends = instantOf(
    chance.next() < 0.1 && fate === 'extended' ? dates.departure : arrival,
    DEPARTURE_TIME,
    season,
  );
  return {
    ...stay,
    fate,
    change: { at: chance.between(stay.bookedAt + DAY, ends - DAY / 2), dates: changed },
  };
};

/** Before arrival. */
const drawLead = (chance: Chance): number => {
  const [low, high] = chance.oneOf([
    [2.8, [2 * HOUR, 12 * HOUR]],
    [7.2, [12 * HOUR, 3 * DAY]],
    [40, [3 * DAY, 30 * DAY]],
    [50, [30 * DAY, 110 * DAY]],
  ] as const);
  return chance.between(low, high);
};

const drawCancelled = (dates: Dates, chance: Chance, season: Season): Stay => {
  const before = chance.oneOf([
    [5, [DAY, 5 * DAY]],
    [45, [5 * DAY, 30 * DAY]],
    [50, [30 * DAY, 80 * DAY]],
  ] as const);
  const cancelledAt = instantOf(dates.arrival, ARRIVAL_TIME, season) - chance.between(...before);
  const lived = chance.next() < 0.15 ? chance.between(3 * HOUR, DAY) : chance.between(DAY, 40 * DAY);
  const code = drawCode(chance);
  return { code, fate: 'cancelled', bookedAt: cancelledAt - lived, dates, change: null, cancelledAt };
};

const LETTERS = 'ABCDEFGHJKMNPQRSTWXYZ23458';

const drawCode = (chance: Chance): string =>
  `HM${Array.from({ length: 8 }, () => LETTERS[chance.whole(0, LETTERS.length - 1)]).join('')}`;

/** Two cancellations within hours may be held, as they should: here none are, so that what is held is a drop-out. */
const spaceOut = (stays: Stay[], season: Season): Stay[] => {
  let last = -Infinity;
  return [...stays]
    .sort((a, b) => (a.cancelledAt ?? 0) - (b.cancelledAt ?? 0))
    .map((stay) => {
      if (stay.cancelledAt === null) return stay;
      last = Math.max(stay.cancelledAt, last + 6 * HOUR);
      const isInTime = last < instantOf(stay.dates.arrival, ARRIVAL_TIME, season) - 12 * HOUR;
      return isInTime ? { ...stay, cancelledAt: last } : { ...stay, cancelledAt: stay.bookedAt };
    })
    .filter(({ bookedAt, cancelledAt }) => cancelledAt === null || cancelledAt - bookedAt >= 2 * HOUR);
};

const latest = (...dates: (string | undefined)[]): string =>
  dates
    .filter((date) => date !== undefined)
    .sort()
    .at(-1) ?? '';
