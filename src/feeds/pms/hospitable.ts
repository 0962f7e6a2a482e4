import { z } from 'zod';
import type { StayEnd } from '../feed-row.ts';
import { fullName, guestText, id, instant, on } from './fields.ts';
import type { Pms, PmsStay } from './pms.ts';

const localMidnight = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T00:00:00/, 'expected a local midnight with offset')
  .transform((text) => text.slice(0, 10));

const reservation = z.object({
  id,
  // More than one would be more than one stay.
  properties: z.array(z.object({ id })).length(1, 'expected one property; ask with include=properties'),
  arrival_date: localMidnight,
  departure_date: localMidnight,
  check_in: instant.nullish(),
  check_out: instant.nullish(),
  // The plain "status" beside it is deprecated.
  reservation_status: z.object({ current: z.object({ category: z.string() }) }),
  stay_type: z.string().nullish(),
  guest: z
    .object({
      name: guestText,
      first_name: guestText,
      last_name: guestText,
      email: guestText,
      phone: guestText,
      phone_numbers: z.array(guestText).nullish(),
      language: guestText,
    })
    .nullish(),
});

const end = (at: number | null | undefined, day: string): StayEnd =>
  at === null || at === undefined ? on(day) : { instant: at };

export const hospitable: Pms = {
  list: 'data',
  pages: { page: 'meta.current_page', pages: 'meta.last_page', total: 'meta.total', next: 'links.next' },
  statuses: {
    accepted: 'confirmed',
    cancelled: 'cancelled',
    'not accepted': 'cancelled',
    request: 'tentative',
    checkpoint: 'tentative',
  },
  stays: reservation.transform((found): PmsStay[] => [
    {
      reservationId: found.id,
      status: found.reservation_status.current.category,
      ...(found.stay_type === 'owner' ? { kind: 'owner_stay' as const } : {}),
      units: found.properties.map((property) => [property.id]),
      arrival: end(found.check_in, found.arrival_date),
      departure: end(found.check_out, found.departure_date),
      guest: {
        name: found.guest?.name || fullName(found.guest?.first_name ?? '', found.guest?.last_name ?? ''),
        email: found.guest?.email ?? '',
        phone: found.guest?.phone || (found.guest?.phone_numbers?.[0] ?? ''),
        language: found.guest?.language ?? '',
      },
    },
  ]),
};
