import type { Chance } from './chance.ts';
import { calendarAt, inCalendar } from './calendar.ts';
import type { Listing, Stay } from './draw-stays.ts';
import { DAY, HOUR, shownFrom, type Season } from './season.ts';

export const dropOutKinds = ['empty', 'truncated', 'html', 'cached'] as const;

/** For some hours a listing's calendar is not what it should be, and then comes back. */
export interface DropOut {
  kind: (typeof dropOutKinds)[number];
  listing: string;
  /** Hourly states from `from` up to `until`. */
  from: number;
  until: number;
}

/** Spread over the season, none on its first days. */
export const drawDropOuts = (
  kinds: DropOut['kind'][],
  listings: Listing[],
  chance: Chance,
  { startsAt, endsAt }: Season,
): DropOut[] =>
  kinds.map((kind, index) => {
    const part = (endsAt - startsAt - 9 * DAY) / kinds.length;
    const begins = startsAt + 8 * DAY + part * index;
    const from = shownFrom(chance.between(begins, begins + Math.max(part - DAY, HOUR)));
    const listing = listings[chance.whole(0, listings.length - 1)]?.name ?? '';
    return { kind, listing, from, until: from + chance.whole(3, 9) * HOUR };
  });

export const droppedOut = ({ kind }: DropOut, listing: Listing, instant: number, season: Season): string => {
  switch (kind) {
    case 'empty':
      return inCalendar([]);
    case 'truncated': {
      const whole = calendarAt(listing, instant, season);
      return whole.slice(0, Math.floor(whole.length * 0.4));
    }
    case 'html':
      return '<!DOCTYPE html>\n<html><head><title>Service unavailable</title></head><body>Try again.</body></html>\n';
    case 'cached':
      return calendarAt(listing, instant - 7 * DAY, season);
  }
};

const QUIET_MS = 12 * HOUR;

/** What guests do around a drop-out is put off until it is over, so that the truth of the season stays simple. */
export const keepQuietAround = (listing: Listing, dropOuts: DropOut[]): void => {
  const windows = dropOuts
    .filter(({ listing: name }) => name === listing.name)
    .map(({ from, until }) => [from - QUIET_MS, until + QUIET_MS] as const);
  const putOff = (at: number): number => windows.find(([from, until]) => at > from && at < until)?.[1] ?? at;
  for (const stay of listing.stays) quieten(stay, putOff);
};

const quieten = (stay: Stay, putOff: (at: number) => number): void => {
  if (stay.cancelledAt !== null) stay.cancelledAt = putOff(stay.cancelledAt);
  if (stay.change) stay.change.at = putOff(stay.change.at);
};
