import type { LocalDateTime } from './reservation.ts';
import type { ZoneClock } from './zone-clock.ts';

/**
 * What a wall clock reads, as the epoch milliseconds at which a clock in UTC reads the same. Its days are always 24 hours
 * long, which makes date arithmetic plain. Only together with a zone is it an instant.
 */
export type WallTime = number;

/** Which end of the stay a time is: it decides how a repeated hour is read. */
export type Side = 'arrival' | 'departure';

export interface Reading {
  /** Epoch milliseconds. */
  instant: number;
  /** The clocks go back and show this time twice. */
  repeated: boolean;
  /** The clocks go forward and leave this time out. */
  skipped: boolean;
}

const DAY = 86_400_000;

/**
 * A repeated time is read as its first occurrence for an arrival and as its second for a departure; a skipped one moves
 * forward by the gap. Luxon alone reads a repeated hour by the offset in force at the moment of asking, so that the same
 * stay would get other times in another month.
 */
export const toInstant = (wall: WallTime, zone: ZoneClock, side: Side): Reading => {
  // Offsets lie within 14 hours of UTC: a day earlier and a day later are surely before and after any change that
  // could matter, and no zone changes twice within two days.
  const before = zone.offsetAt(wall - DAY);
  const after = zone.offsetAt(wall + DAY);
  if (before === after) return { instant: wall - before, repeated: false, skipped: false };

  const instants = [wall - before, wall - after].filter(
    (instant) => instant + zone.offsetAt(instant) === wall,
  );
  // Read with the offset from before the gap, a skipped time comes out later by the gap.
  if (instants.length === 0) return { instant: wall - before, repeated: false, skipped: true };
  const instant = side === 'arrival' ? Math.min(...instants) : Math.max(...instants);
  return { instant, repeated: instants.length > 1, skipped: false };
};

/** Local calendar nights between two wall times: 0 on the same date. */
export const nightsBetween = (from: WallTime, to: WallTime): number =>
  Math.floor(to / DAY) - Math.floor(from / DAY);

/** The one form of a lock-local time, for error messages. */
export const LOCAL_DATE_TIME = 'a lock-local time without offset, such as 2026-12-01T16:00';

const shape = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?$/;

/** `YYYY-MM-DDTHH:MM[:SS]`; a space may stand for the `T`. Null for anything else. */
export const parseLocalDateTime = (text: LocalDateTime): WallTime | null => {
  const parts = shape.exec(text);
  if (parts === null) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const [hour, minute, second] = [Number(parts[4]), Number(parts[5]), Number(parts[6] ?? 0)];
  // 24:00 is refused: a PMS that writes it may mean either end of the day.
  if (hour > 23 || minute > 59 || second > 59) return null;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(wall);
  // 30 February comes out in March, and the year 26 in 1926.
  const isThere =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isThere ? wall : null;
};

/** What is wrong with a text that `parseLocalDateTime` does not take. */
export const faultOfLocalDateTime = (text: string): string => {
  if (/(?:Z|[+-]\d{2}:?\d{2})$/.test(text) && text.includes(':')) return 'it has an offset';
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return 'it has no time of day';
  return shape.test(text) ? 'there is no such date or time' : 'it has another form';
};
