import { DateTime } from 'luxon';

/** When and where the made-up season is. */
export interface Season {
  startsAt: number;
  endsAt: number;
  zone: string;
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const ARRIVAL_TIME = '16:00';
export const DEPARTURE_TIME = '10:00';

export const seasonOf = (days: number): Season => {
  // A Monday in winter: half a year from then has the day on which clocks go forward.
  const startsAt = Date.parse('2026-01-05T00:00:00Z');
  return { startsAt, endsAt: startsAt + days * DAY, zone: 'America/Los_Angeles' };
};

export const instantOf = (date: string, time: string, { zone }: Season): number =>
  DateTime.fromISO(`${date}T${time}`, { zone }).toMillis();

/** The day at the listing. */
export const dateAt = (instant: number, { zone }: Season): string =>
  DateTime.fromMillis(instant, { zone }).toFormat('yyyy-MM-dd');

export const plusDays = (date: string, days: number): string =>
  DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');

/** The hourly state that is the first to show what happens then. */
export const shownFrom = (instant: number): number => Math.ceil(instant / HOUR) * HOUR;
