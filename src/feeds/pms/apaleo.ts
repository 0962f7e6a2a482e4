import { z } from 'zod';
import { changedAt, fullName, guestText, id, instant, revisionOf } from './fields.ts';
import type { Pms, PmsStay } from './pms.ts';

const reservation = z.object({
  id,
  status: z.string(),
  arrival: instant,
  departure: instant,
  modified: changedAt,
  unit: z.object({ id }).nullish(),
  primaryGuest: z
    .object({ firstName: guestText, lastName: guestText, email: guestText, phone: guestText })
    .nullish(),
});

export const apaleo: Pms = {
  list: 'reservations',
  pages: { total: 'count' },
  statuses: {
    Confirmed: 'confirmed',
    InHouse: 'confirmed',
    CheckedOut: 'over',
    Canceled: 'cancelled',
    NoShow: 'cancelled',
  },
  stays: reservation.transform((found): PmsStay[] => [
    {
      reservationId: found.id,
      status: found.status,
      units: found.unit ? [[found.unit.id]] : [],
      arrival: { instant: found.arrival },
      departure: { instant: found.departure },
      guest: {
        name: fullName(found.primaryGuest?.firstName ?? '', found.primaryGuest?.lastName ?? ''),
        email: found.primaryGuest?.email ?? '',
        phone: found.primaryGuest?.phone ?? '',
      },
      ...revisionOf(found.modified),
    },
  ]),
};
