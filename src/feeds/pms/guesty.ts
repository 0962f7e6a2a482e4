import { z } from 'zod';
import type { StayEnd } from '../feed-row.ts';
import { date, guestText, id, instant, on, timeOfDay } from './fields.ts';
import type { Pms, PmsStay } from './pms.ts';

const reservation = z.object({
  _id: id,
  listingId: id,
  status: z.string(),
  checkIn: instant,
  checkOut: instant,
  checkInDateLocalized: date.nullish(),
  checkOutDateLocalized: date.nullish(),
  plannedArrival: timeOfDay,
  plannedDeparture: timeOfDay,
  guest: z.object({ fullName: guestText, email: guestText, phone: guestText }).nullish(),
});

// The instant is another day than the local date for many a listing, and its time is not the planned one.
const end = (day: string | null | undefined, time: string | null, at: number): StayEnd =>
  day ? on(day, time) : { instant: at };

export const guesty: Pms = {
  list: 'results',
  pages: { total: 'count', limit: 'limit', offset: 'skip' },
  statuses: {
    confirmed: 'confirmed',
    checked_in: 'confirmed',
    checked_out: 'over',
    canceled: 'cancelled',
    declined: 'cancelled',
    closed: 'cancelled',
    inquiry: 'tentative',
    reserved: 'tentative',
  },
  stays: reservation.transform((found): PmsStay[] => [
    {
      reservationId: found._id,
      status: found.status,
      units: [[found.listingId]],
      arrival: end(found.checkInDateLocalized, found.plannedArrival, found.checkIn),
      departure: end(found.checkOutDateLocalized, found.plannedDeparture, found.checkOut),
      guest: {
        name: found.guest?.fullName ?? '',
        email: found.guest?.email ?? '',
        phone: found.guest?.phone ?? '',
      },
    },
  ]),
};
