import type { Reservation } from '../domain/reservation.ts';

/** An entry of a feed that could not be read; the others go on. */
export interface BadEntry {
  /** As far as the entry gives them. */
  source: string | null;
  propertyId: string | null;
  reservationId: string | null;
  /** Names file, entry, field, value and what was expected. Values of guest fields are left out. */
  message: string;
}

export interface Entries {
  reservations: Reservation[];
  bad: BadEntry[];
  /** Entries passed over because another in the file is as new or newer; harmless, but worth saying. */
  repeats: string[];
}

/** The file as a whole can't be read. */
export class FeedError extends Error {
  override readonly name = 'FeedError';
}
