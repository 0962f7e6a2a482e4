import { z } from 'zod';
import type { Meaning } from '../feed-row.ts';

export const csvProfileNames = ['airbnb', 'booking', 'beds24', 'custom'] as const;
type CsvProfileName = (typeof csvProfileNames)[number];

const header = z.string().trim().min(1).optional();

/** Which column, by its header, holds what. `lastNight` is the night before the departure. */
export const csvColumns = z.strictObject({
  reservationId: header,
  status: header,
  listing: header,
  arrival: header,
  departure: header,
  lastNight: header,
  arrivalTime: header,
  departureTime: header,
  guestName: header,
  email: header,
  phone: header,
  language: header,
});
type CsvColumns = z.infer<typeof csvColumns>;
export type CsvField = keyof CsvColumns;

interface CsvProfile {
  columns: Partial<Record<CsvField, string>>;
  /** By the lower-case text. */
  statuses: Record<string, Meaning>;
}

export const csvProfiles: Record<CsvProfileName, CsvProfile> = {
  airbnb: {
    columns: {
      reservationId: 'Confirmation code',
      status: 'Status',
      listing: 'Listing',
      arrival: 'Start date',
      departure: 'End date',
      guestName: 'Guest name',
      phone: 'Contact',
    },
    statuses: {
      confirmed: 'confirmed',
      'arriving today': 'confirmed',
      'arriving tomorrow': 'confirmed',
      'currently hosting': 'confirmed',
      'checking out today': 'confirmed',
      'past guest': 'over',
      'review guest': 'over',
      canceled: 'cancelled',
      cancelled: 'cancelled',
      'canceled by guest': 'cancelled',
      'canceled by host': 'cancelled',
      pending: 'tentative',
      'awaiting payment': 'tentative',
    },
  },
  booking: {
    columns: {
      reservationId: 'Book number',
      status: 'Status',
      arrival: 'Check-in',
      departure: 'Check-out',
      guestName: 'Guest name(s)',
    },
    statuses: {
      ok: 'confirmed',
      cancelled_by_guest: 'cancelled',
      cancelled_by_hotel: 'cancelled',
      no_show: 'cancelled',
    },
  },
  beds24: {
    columns: {
      reservationId: 'REF number',
      status: 'status',
      listing: 'Roomid',
      arrival: 'FirstNight',
      departure: 'CheckOut',
      lastNight: 'LastNight',
    },
    statuses: {
      new: 'confirmed',
      confirmed: 'confirmed',
      request: 'tentative',
      inquiry: 'tentative',
      cancelled: 'cancelled',
      black: 'block',
    },
  },
  custom: { columns: {}, statuses: { confirmed: 'confirmed', cancelled: 'cancelled' } },
};

/** The columns a stay can't be read without are named. */
export const isWholeMapping = (format: CsvProfileName, columns: CsvColumns): boolean => {
  const { reservationId, arrival, departure, lastNight } = { ...csvProfiles[format].columns, ...columns };
  return Boolean(reservationId && arrival && (departure ?? lastNight));
};
