import { DateTime } from 'luxon';
import type { StayWish } from './story.ts';

export interface LocalStay {
  arrival: string;
  departure: string;
}

const DAY = 86_400_000;

/** Dates as texts of the doors' clock; a calendar needs no zone. */
export const stayFrom = ({ inDays, nights, from, to }: StayWish, now: number, zone: string): LocalStay => {
  const today = DateTime.fromMillis(now, { zone }).toISODate() ?? '';
  return {
    arrival: `${dayAfter(today, inDays)}T${from}`,
    departure: `${dayAfter(today, inDays + nights)}T${to}`,
  };
};

export const moved = ({ arrival, departure }: LocalStay, nights: number, to: string): LocalStay => ({
  arrival,
  departure: `${dayAfter(departure.slice(0, 10), nights)}T${to}`,
});

export const instantOf = (local: string, zone: string): number =>
  DateTime.fromISO(local, { zone }).toMillis();

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
