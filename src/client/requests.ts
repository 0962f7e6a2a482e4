import type { AccessStatus, OptionName } from './state.ts';

/** What a PMS says of a reservation. Fields Staykey does not know are passed over. */
export interface ReservationFields {
  /** A whole number that grows with each change. */
  revision?: number | undefined;
  /** ISO 8601 with offset; orders changes where there is no `revision`. */
  updatedAt?: string | undefined;
  /** Default: `confirmed`. */
  status?: 'confirmed' | 'cancelled' | undefined;
  /** The lock's own wall clock without offset, such as `2026-12-01T16:00`. */
  arrival: string;
  /** The same; null or none is an open-ended stay, which offline codes can't serve. */
  departure?: string | null | undefined;
  /** IANA zone of the property, such as `Europe/Berlin`, where the PMS knows it: lists the stay by its dates at once. */
  timeZone?: string | undefined;
  /** Seam device ids, at least one. */
  doors: string[];
  guest?: Guest | undefined;
}

export interface Guest {
  name?: string | undefined;
  email?: string | undefined;
  phone?: string | undefined;
  /** BCP 47, such as `en-GB`. */
  language?: string | undefined;
}

/** Of `putReservation`: without a revision nobody could tell what is newer. */
export type ReservationBody = ReservationFields & ({ revision: number } | { updatedAt: string });

/** Of `cancelReservation`: the revision of the cancellation, or when it was made (ISO 8601 with offset). */
export type CancelQuery =
  { revision: number; updatedAt?: undefined } | { updatedAt: string; revision?: undefined };

/** Of `listReservations`. All given conditions must hold. */
export interface ListQuery {
  property?: string | undefined;
  /** `over`: its run has ended. */
  status?: AccessStatus | 'over' | undefined;
  /** `any`, or the one thing that needs a human: a problem's reason, `live_code`, `unreachable`, `undelivered`. */
  attention?: string | undefined;
  /** Instants with offset, from inclusive, to exclusive. */
  arrivesFrom?: string | undefined;
  arrivesTo?: string | undefined;
  /** A Seam device id. */
  door?: string | undefined;
  /** `next` of an earlier page of the same question: where to go on. */
  cursor?: string | undefined;
  /** Of one page, 1 to 200. Default: 50. */
  limit?: number | undefined;
}

/** One door, or all. */
export interface DoorOrAll {
  doorId?: string | undefined;
}

export interface OneDoor {
  doorId: string;
}

export interface Acknowledgement {
  noticeId: string;
  /** One of the notice's own options. */
  option: OptionName;
  /** Who decided; the name of the token where it is left out. */
  by?: string | undefined;
}

export interface Handled {
  doorId: string;
  /** Why, for people. An empty one takes it back. */
  note: string;
}

/** The property whose policy counts. */
export interface DoorQuery {
  property?: string | undefined;
}
