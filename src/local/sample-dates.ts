import { DateTime } from 'luxon';
import type { Reservation, Stay } from '../domain/reservation.ts';

/**
 * A sample file says on which day it was written (`"writtenOn": "YYYY-MM-DD"`). Its stays are moved by the whole days
 * since, so that an arrival "tomorrow" stays tomorrow. A file without that field is left alone.
 */
export const moveSampleDates = (json: string, reservations: Reservation[], today: string): Reservation[] => {
  const days = daysSinceWritten(json, today);
  if (days === null) return reservations;
  return reservations.map((reservation) => ({ ...reservation, stay: moveStay(reservation.stay, days) }));
};

/** Null for a file that does not say when it was written. */
export const daysSinceWritten = (json: string, today: string): number | null => {
  const { writtenOn: day } = JSON.parse(json) as { writtenOn?: unknown };
  const writtenOn = DateTime.fromISO(typeof day === 'string' ? day : '', { zone: 'utc' });
  return writtenOn.isValid ? DateTime.fromISO(today, { zone: 'utc' }).diff(writtenOn, 'days').days : null;
};

export const moveStay = ({ arrival, departure }: Stay, days: number): Stay => ({
  arrival: moveByDays(arrival, days),
  departure: departure && moveByDays(departure, days),
});

const moveByDays = (local: string, days: number): string => {
  const [date = '', time = ''] = local.split('T');
  return `${DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toISODate()}T${time}`;
};
