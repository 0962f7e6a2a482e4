import { z } from 'zod';
import { changedAt, date, fullName, guestText, id, on, revisionOf } from './fields.ts';
import type { Pms, PmsStay } from './pms.ts';

const booking = z.object({
  id,
  roomId: id,
  unitId: id.nullish(),
  status: z.string(),
  arrival: date,
  // The day they leave; the first version of the API had the last night here.
  departure: date,
  firstName: guestText,
  lastName: guestText,
  email: guestText,
  phone: guestText,
  mobile: guestText,
  lang: guestText,
  modifiedTime: changedAt,
});

export const beds24: Pms = {
  list: 'data',
  pages: { next: 'pages.nextPageExists' },
  statuses: {
    new: 'confirmed',
    confirmed: 'confirmed',
    request: 'tentative',
    inquiry: 'tentative',
    cancelled: 'cancelled',
    black: 'block',
  },
  stays: booking.transform((found): PmsStay[] => [
    {
      reservationId: found.id,
      status: found.status,
      units: [[...(found.unitId ? [`${found.roomId}/${found.unitId}`] : []), found.roomId]],
      arrival: on(found.arrival),
      departure: on(found.departure),
      guest: {
        name: fullName(found.firstName, found.lastName),
        email: found.email,
        phone: found.mobile || found.phone,
        language: found.lang,
      },
      ...revisionOf(found.modifiedTime),
    },
  ]),
};
