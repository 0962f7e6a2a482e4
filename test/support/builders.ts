import { randomUUID } from 'node:crypto';
import { DateTime, type DurationLike } from 'luxon';
import type { Reservation } from '../../src/domain/reservation.ts';

/** A zone without daylight saving: tests that start from today must not change twice a year. */
export const steadyZone = 'America/Phoenix';

interface StayParts {
  arrivesInDays: number;
  nights?: number;
  /** Wall clock, `HH:MM`. */
  from?: string;
  to?: string;
}

/** Lock-local times that many calendar days from today in the steady zone. */
export const stayOf = ({ arrivesInDays, nights = 3, from = '16:00', to = '10:00' }: StayParts) => {
  const today = DateTime.now().setZone(steadyZone).startOf('day');
  return {
    arrival: `${today.plus({ days: arrivesInDays }).toISODate()}T${from}`,
    departure: `${today.plus({ days: arrivesInDays + nights }).toISODate()}T${to}`,
  };
};

/** The same wall clock as an instant, UTC. */
export const instantOf = (local: string): string => before(local, {});

/** That long before the wall clock shows it, UTC. */
export const before = (local: string, duration: DurationLike): string =>
  DateTime.fromISO(local, { zone: steadyZone }).minus(duration).toUTC().toISO() ?? '';

export const aReservation = (
  parts: Partial<Reservation> & Pick<Reservation, 'doorIds' | 'stay'>,
): Reservation => ({
  source: 'test-pms',
  propertyId: 'beach-house',
  reservationId: `R-${randomUUID()}`,
  revision: 1,
  status: 'confirmed',
  guest: { name: 'Ada Rivers', email: 'ada@guests.example' },
  ...parts,
});
