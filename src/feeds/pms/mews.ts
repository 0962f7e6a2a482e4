import { z } from 'zod';
import { changedAt, id, instant, revisionOf } from './fields.ts';
import type { Pms, PmsStay } from './pms.ts';

const reservation = z.object({
  Id: id,
  State: z.string(),
  AssignedResourceId: id.nullish(),
  ScheduledStartUtc: instant,
  ScheduledEndUtc: instant,
  UpdatedUtc: changedAt,
});

/** Guests are another call of Mews. */
export const mews: Pms = {
  list: 'Reservations',
  pages: { next: 'Cursor' },
  statuses: {
    Confirmed: 'confirmed',
    Started: 'confirmed',
    Processed: 'over',
    Canceled: 'cancelled',
    Inquired: 'tentative',
    Enquired: 'tentative',
    Requested: 'tentative',
    Optional: 'tentative',
  },
  stays: reservation.transform((found): PmsStay[] => [
    {
      reservationId: found.Id,
      status: found.State,
      units: found.AssignedResourceId ? [[found.AssignedResourceId]] : [],
      arrival: { instant: found.ScheduledStartUtc },
      departure: { instant: found.ScheduledEndUtc },
      guest: {},
      ...revisionOf(found.UpdatedUtc),
    },
  ]),
};
