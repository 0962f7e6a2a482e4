import { z } from 'zod';
import { date, guestText, id, on } from './fields.ts';
import type { Pms, PmsStay } from './pms.ts';

const room = z.object({ subReservationID: id, roomID: id.nullish(), startDate: date, endDate: date });

const reservation = z
  .object({
    reservationID: id,
    status: z.string(),
    assigned: z.array(room).default([]),
    unassigned: z.array(room).default([]),
    guestName: guestText,
    guestEmail: guestText,
  })
  .refine(({ assigned, unassigned }) => assigned.length + unassigned.length > 0, {
    path: ['assigned'],
    message: 'expected at least one room, assigned or not; ask getReservation for it',
  });

/** Each room is a stay of its own: rooms of one reservation come and go on their own days. */
export const cloudbeds: Pms = {
  list: 'data',
  pages: { total: 'total' },
  statuses: {
    confirmed: 'confirmed',
    checked_in: 'confirmed',
    checked_out: 'over',
    canceled: 'cancelled',
    no_show: 'cancelled',
    not_confirmed: 'tentative',
    in_progress: 'tentative',
  },
  stays: reservation.transform((found): PmsStay[] =>
    [...found.assigned, ...found.unassigned.map((each) => ({ ...each, roomID: null }))].map(
      ({ subReservationID, roomID, startDate, endDate }) => ({
        reservationId: subReservationID,
        status: found.status,
        units: roomID ? [[roomID]] : [],
        arrival: on(startDate),
        departure: on(endDate),
        guest: { name: found.guestName, email: found.guestEmail },
      }),
    ),
  ),
};
