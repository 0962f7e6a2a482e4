import { toInstant } from '../../domain/wall-clock.ts';
import { wallAt, type ZoneClock } from '../../domain/zone-clock.ts';

const DAY = 86_400_000;

/** Whole days of a zone's calendar. */
export interface Days {
  /** Epoch milliseconds at which each begins, and the last ends: one more than there are days. */
  bounds: number[];
  /**
   * Where an instant lies, in days from the start: 1.5 is the middle of the second day. A day in which the clocks change
   * is as wide as any other. Before the start and after the end it is 0 and the number of days.
   */
  placeOf: (instant: number) => number;
}

/** The days in which the time from `from` to `to` lies, epoch milliseconds; at least one. */
export const daysOf = (from: number, to: number, zone: ZoneClock): Days => {
  const first = Math.floor(wallAt(from, zone) / DAY);
  const last = Math.max(Math.ceil(wallAt(to, zone) / DAY), first + 1);
  const bounds = Array.from(
    { length: last - first + 1 },
    (_, index) => toInstant((first + index) * DAY, zone, 'arrival').instant,
  );
  const placeOf = (instant: number): number => {
    const next = bounds.findIndex((bound) => bound > instant);
    if (next <= 0) return next === 0 ? 0 : bounds.length - 1;
    const [start = 0, end = 1] = [bounds[next - 1], bounds[next]];
    return next - 1 + (instant - start) / (end - start);
  };
  return { bounds, placeOf };
};
