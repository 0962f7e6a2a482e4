import { z } from 'zod';
import { date, guestText, id, on, timeOfDay } from './fields.ts';
import type { Pms, PmsStay } from './pms.ts';

// Webhooks were seen with other names for the dates than the list has.
const dates = z.union(
  [
    z.object({ arrival: date, departure: date }),
    z
      .object({ arrivalDate: date, departureDate: date })
      .transform(({ arrivalDate, departureDate }) => ({ arrival: arrivalDate, departure: departureDate })),
  ],
  'expected arrival and departure, YYYY-MM-DD',
);

const booking = z.object({
  id,
  type: z.string(),
  apartment: z.object({ id }),
  'check-in': timeOfDay,
  'check-out': timeOfDay,
  'is-blocked-booking': z.boolean().nullish(),
  'guest-name': guestText,
  email: guestText,
  phone: guestText,
  language: guestText,
});

export const smoobu: Pms = {
  list: 'bookings',
  pages: { total: 'total_items', page: 'page', pages: 'page_count' },
  statuses: {
    reservation: 'confirmed',
    'modification of booking': 'confirmed',
    cancellation: 'cancelled',
  },
  stays: z.intersection(booking, dates).transform((found): PmsStay[] => [
    {
      reservationId: found.id,
      status: found.type,
      ...(found['is-blocked-booking'] ? { kind: 'block' as const } : {}),
      units: [[found.apartment.id]],
      arrival: on(found.arrival, found['check-in']),
      departure: on(found.departure, found['check-out']),
      guest: {
        name: found['guest-name'],
        email: found.email,
        phone: found.phone,
        language: found.language,
      },
    },
  ]),
};
