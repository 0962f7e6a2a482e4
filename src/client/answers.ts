import type { AccessStatus, Plan, Problem, ReservationKey, ReservationState } from './state.ts';

export interface Applied {
  /** `known`: this very revision was known already. */
  outcome: 'started' | 'changed' | 'known';
  state: ReservationState;
}

/** Kept durably for the run, but no worker has said what became of it. Ask again, or repeat. */
export interface Queued extends ReservationKey {
  outcome: 'queued';
  revision: number;
  message: string;
}

export interface ReservationList {
  reservations: ListedReservation[];
  /** The cursor of the next page; null on the last. */
  next: string | null;
}

/** As the list store has it, which lags behind by a moment. */
export interface ListedReservation extends ReservationKey {
  /** `over`: its run has ended. */
  status: AccessStatus | 'over';
  /** What a human must decide first; null while nothing waits for one. */
  attention: string | null;
  /** Null while no zone is known. */
  arrivalAt: string | null;
  departureAt: string | null;
  doorIds: string[];
}

export interface Validated extends ReservationKey {
  /** Every door would get a code. */
  isPossible: boolean;
  doors: { doorId: string; plan: Plan }[];
}

export interface Reissued {
  /** Which code stays live until when, and what happens next: on a held or handled door no code is made yet. */
  warning: string;
  state: ReservationState;
}

/** The one answer with PINs. */
export interface AccessCodes extends ReservationKey {
  accessCodes: PinnedCode[];
}

export interface PinnedCode {
  doorId: string;
  accessCodeId: string;
  /** Text: `*`, `#` and leading zeros belong to it. Null where Seam has none (yet, or any more). */
  pin: string | null;
  /** `serves`: the one to use. `unwanted`: it opens the door, and should not. */
  role: 'serves' | 'unwanted';
  startsAt: string | null;
  endsAt: string | null;
}

/** What can be promised for a door before anybody books it. */
export interface Door {
  doorId: string;
  name: string;
  isOracode: boolean;
  canProgramOfflineAccessCodes: boolean;
  timeZone: string | null;
  isWireless: boolean | null;
  timeSlots: DoorTimeSlot[];
  /** What keeps the door from having offline codes at all. */
  problems: Problem[];
  /** Slots whose times can't be read. */
  notices: Problem[];
  /** Common stays of three nights, held against the door. */
  standardTimes: StandardTimes[];
}

export interface DoorTimeSlot {
  userLevelId: string | null;
  name: string;
  /** As Seam writes them, such as `16:00:00[America/Los_Angeles]`. */
  checkIn: string | null;
  checkOut: string | null;
  isDayBound: boolean;
  /** Staykey may choose it: no master, one-shot or biweekly level, and readable. */
  isUsable: boolean;
}

export interface StandardTimes {
  /** Wall clock, `HH:MM`. */
  arrival: string;
  departure: string;
  isServed: boolean;
  slot: string | null;
  localStart: string | null;
  localEnd: string | null;
  problems: Problem[];
  notices: Problem[];
}

export interface DoorList {
  doors: Door[];
}
