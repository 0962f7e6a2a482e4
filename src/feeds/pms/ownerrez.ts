import { z } from 'zod';
import { changedAt, date, fullName, guestText, id, on, revisionOf, timeOfDay } from './fields.ts';
import type { Pms, PmsStay } from './pms.ts';

const booking = z.object({
  id,
  property_id: id,
  type: z.enum(['booking', 'block']),
  is_block: z.boolean().nullish(),
  status: z.string(),
  arrival: date,
  departure: date,
  check_in: timeOfDay,
  check_out: timeOfDay,
  updated_utc: changedAt,
  guest: z.object({ first_name: guestText, last_name: guestText }).nullish(),
});

export const ownerrez: Pms = {
  list: 'items',
  pages: { limit: 'limit', offset: 'offset', next: 'next_page_url' },
  statuses: { active: 'confirmed', canceled: 'cancelled' },
  stays: booking.transform((found): PmsStay[] => [
    {
      reservationId: found.id,
      status: found.status,
      ...(found.type === 'block' || found.is_block ? { kind: 'block' as const } : {}),
      units: [[found.property_id]],
      arrival: on(found.arrival, found.check_in),
      departure: on(found.departure, found.check_out),
      guest: { name: fullName(found.guest?.first_name ?? '', found.guest?.last_name ?? '') },
      ...revisionOf(found.updated_utc),
    },
  ]),
};
