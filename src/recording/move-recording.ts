import type { FeedReading } from '../feeds/feed-row.ts';
import { moveStay } from '../local/sample-dates.ts';

const DAY = 86_400_000;
/** Keeps the day of the week, and the season with its changes of clocks to within days. */
const YEAR_OF_WEEKS = 52 * 7;

/** Whole days by which a recording is moved, so that it begins no earlier than `now`: runs can't start in the past. */
export const daysToMove = (firstAt: number, now: number): number =>
  Math.max(Math.ceil((now - firstAt) / (YEAR_OF_WEEKS * DAY)), 0) * YEAR_OF_WEEKS;

export const moveInstant = (instant: number, days: number): number => instant + days * DAY;

/** Local times stay what they are. Revisions are left alone: they only order. */
export const moveReading = (reading: FeedReading, days: number): FeedReading => ({
  ...reading,
  rows: reading.rows.map((row) => ({ ...row, stay: moveStay(row.stay, days) })),
});
