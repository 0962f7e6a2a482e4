/**
 * Terms. A *reservation* is what a PMS sold: its identity is `source`, `propertyId`, `reservationId`.
 * A *stay* is when the guest is there, in the lock's own wall-clock time. A *door* is one Seam device.
 */

/** Lock-local wall-clock text, `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`, never with an offset. */
export type LocalDateTime = string;

export interface Stay {
  arrival: LocalDateTime;
  /** `null` is an open-ended stay, which offline codes cannot serve. */
  departure: LocalDateTime | null;
}

export interface Guest {
  name?: string;
  email?: string;
  phone?: string;
  /** BCP 47, such as `en-GB`. */
  language?: string;
}

export interface ReservationKey {
  source: string;
  propertyId: string;
  reservationId: string;
}

export interface Reservation extends ReservationKey {
  /** Orders what a PMS says: a higher number is newer; equal or lower is dropped. */
  revision: number;
  status: 'confirmed' | 'cancelled';
  stay: Stay;
  /** IANA zone of the property where the PMS knows it: lists the run by its dates before a door was read. */
  timeZone?: string;
  /** Seam device ids, without repeats. */
  doorIds: string[];
  guest: Guest;
}
