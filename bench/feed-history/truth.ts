import { datesAt } from './calendar.ts';
import type { Listing, Stay } from './draw-stays.ts';
import type { DropOut } from './drop-outs.ts';
import { ARRIVAL_TIME, DAY, HOUR, instantOf, shownFrom, type Season } from './season.ts';

/** What a right importer makes of the season, known because it was made up. A cached file's mischief is not in it. */
export interface Truth {
  reservations: number;
  cancelled: number;
  changed: number;
  /** Codes that exist and are not wanted as they are, by cause. */
  orphans: { cancelled: number; stay_changed: number; outlives_stay: number };
  dropOuts: (Omit<DropOut, 'from' | 'until'> & { from: string; until: string })[];
}

export const truthOf = (listings: Listing[], dropOuts: DropOut[], season: Season): Truth => {
  const stays = listings.flatMap((listing) => listing.stays).filter((stay) => isSeen(stay, season));
  const causes = stays.map((stay) => orphanCause(stay, season));
  const count = (cause: string) => causes.filter((one) => one === cause).length;
  return {
    reservations: stays.length,
    cancelled: stays.filter(({ cancelledAt }) => isShown(cancelledAt, season)).length,
    changed: stays.filter(({ change, bookedAt }) => isShown(change?.at ?? null, season, bookedAt)).length,
    orphans: {
      cancelled: count('cancelled'),
      stay_changed: count('stay_changed'),
      outlives_stay: count('outlives_stay'),
    },
    dropOuts: dropOuts.map(({ from, until, ...rest }) => ({
      ...rest,
      from: new Date(from).toISOString(),
      until: new Date(until).toISOString(),
    })),
  };
};

const isSeen = (stay: Stay, season: Season): boolean => {
  const seenAt = Math.max(shownFrom(stay.bookedAt), season.startsAt);
  const dates = datesAt(stay, seenAt);
  return dates !== null && instantOf(dates.departure, '10:00', season) > seenAt;
};

const isShown = (at: number | null, { startsAt, endsAt }: Season, bookedAt = -Infinity): at is number =>
  at !== null && shownFrom(at) > Math.max(startsAt, shownFrom(bookedAt)) && shownFrom(at) <= endsAt;

/** Missing from three hourly states in a row, the last of them two hours after the first. */
const CANCELLED_AFTER_MS = 2 * HOUR;
/** A code is made so long before it opens. */
const ISSUE_WINDOW_MS = 7 * DAY;

const orphanCause = (stay: Stay, season: Season): keyof Truth['orphans'] | null => {
  const { bookedAt, dates, change, cancelledAt, fate } = stay;
  const issueAt = instantOf(dates.arrival, ARRIVAL_TIME, season) - ISSUE_WINDOW_MS;
  const madeAt = Math.max(issueAt, shownFrom(bookedAt), season.startsAt);
  if (isShown(cancelledAt, season)) {
    const goneAt = shownFrom(cancelledAt) + CANCELLED_AFTER_MS;
    return goneAt <= season.endsAt && madeAt < goneAt ? 'cancelled' : null;
  }
  if (!change || !isShown(change.at, season, bookedAt) || madeAt >= shownFrom(change.at)) return null;
  return fate === 'shortened' ? 'outlives_stay' : 'stay_changed';
};
