import { z } from 'zod';
import { date, guestText, id, on } from './fields.ts';
import type { Pms, PmsStay } from './pms.ts';

// Whole hours, at times as texts.
const hour = z
  .union([z.int(), z.string().regex(/^\d{1,2}$/), z.null()], 'expected an hour from 0 to 23, or null')
  .optional()
  .transform((value) => (value === undefined || value === null ? null : Number(value)))
  .refine((value) => value === null || (value >= 0 && value <= 23), 'expected an hour from 0 to 23, or null')
  .transform((value) => (value === null ? null : `${String(value).padStart(2, '0')}:00`));

const reservation = z.object({
  id,
  listingMapId: id,
  reservationUnit: z.array(z.object({ listingUnitId: id })).nullish(),
  // The dates are yesterday's then.
  isDatesUnspecified: z
    .unknown()
    .optional()
    .refine((value) => Number(value ?? 0) === 0, 'expected 0: the channel gave no dates'),
  arrivalDate: date,
  departureDate: date,
  checkInTime: hour,
  checkOutTime: hour,
  status: z.string(),
  guestName: guestText,
  guestEmail: guestText,
  phone: guestText,
});

export const hostaway: Pms = {
  list: 'result',
  pages: { total: 'count', limit: 'limit', offset: 'offset', page: 'page', pages: 'totalPages' },
  statuses: {
    new: 'confirmed',
    modified: 'confirmed',
    confirmed: 'confirmed',
    ownerStay: 'owner_stay',
    cancelled: 'cancelled',
    declined: 'cancelled',
    expired: 'cancelled',
    pending: 'tentative',
    unconfirmed: 'tentative',
    awaitingPayment: 'tentative',
    awaitingGuestVerification: 'tentative',
    inquiry: 'tentative',
    inquiryPreapproved: 'tentative',
    inquiryDenied: 'cancelled',
    inquiryTimedout: 'cancelled',
    inquiryNotPossible: 'cancelled',
  },
  stays: reservation.transform((found): PmsStay[] => {
    const units = (found.reservationUnit ?? []).map(({ listingUnitId }) => [
      `${found.listingMapId}/${listingUnitId}`,
      found.listingMapId,
    ]);
    return [
      {
        reservationId: found.id,
        status: found.status,
        units: units.length > 0 ? units : [[found.listingMapId]],
        arrival: on(found.arrivalDate, found.checkInTime),
        departure: on(found.departureDate, found.checkOutTime),
        guest: {
          name: found.guestName,
          email: found.guestEmail,
          phone: found.phone,
        },
      },
    ];
  }),
};
