import type { Completeness } from '../domain/completeness.ts';
import type { Guest, Reservation } from '../domain/reservation.ts';
import type { BadEntry } from './entry.ts';

/**
 * What a status of a feed means for a door code. `tentative` is not agreed yet, `over` has left; neither gets one, and
 * neither says that a code made earlier is unwanted.
 */
export const meanings = ['confirmed', 'cancelled', 'tentative', 'over', 'owner_stay', 'block'] as const;
export type Meaning = (typeof meanings)[number];

/** One end of a stay as a feed gives it. */
export type StayEnd =
  /** `YYYY-MM-DD` and `HH:MM[:SS]` on the property's wall clock; without a time the property's own serves. */
  | { date: string; time: string | null }
  /** Epoch milliseconds. */
  | { instant: number };

/** What a feed says of one stay, before the configuration says which property and doors that means. */
export interface FoundStay {
  /** File and line or entry, for people. */
  place: string;
  reservationId: string;
  /** `closed` is a night nobody can book, for whatever reason: it never gets a code. */
  meaning: Meaning | 'closed';
  /**
   * Each unit that is let, by the names `listing` may have in the configuration, the most particular first. None: no
   * unit is assigned yet. Null: the feed is about one property and names no units.
   */
  units: string[][] | null;
  arrival: StayEnd;
  departure: StayEnd;
  guest: Guest;
  /** Grows with each change; left out where the feed has nothing that surely does. */
  revision?: number;
}

/** A reservation as a feed has it. */
export interface FeedRow extends Omit<Reservation, 'revision'> {
  place: string;
  kind: 'stay' | 'owner_stay' | 'block';
  /** Where the feed orders its changes; else only `contentHash` tells that something changed. */
  revision?: number;
  /** Of all that matters, in any order of fields and doors. Made of guest data too: not for logs. */
  contentHash: string;
}

export type PassedOverKind =
  'block' | 'owner_stay' | 'closed' | 'tentative' | 'over' | 'unassigned' | 'other_listing' | 'note';

/** Read and understood, and gets no code. It is there: its absence is not to be counted. */
interface PassedOver {
  kind: PassedOverKind;
  reservationId: string;
  message: string;
}

/** Two stays that hold the same door at the same time. */
export interface Overlap {
  doorId: string;
  reservationIds: [string, string];
  message: string;
}

export interface FeedReading {
  rows: FeedRow[];
  passedOver: PassedOver[];
  bad: BadEntry[];
  /** The same reservation again, as new or older; harmless, but worth saying. */
  repeats: string[];
  overlaps: Overlap[];
  /** Whether this is all that the source has. */
  completeness: Completeness;
}
