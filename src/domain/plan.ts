import type { Notice, Problem } from './problem.ts';

/** The instants between which the code opens the door: the time slot's, not the guest's. */
export interface Coverage {
  /** UTC, ISO 8601 with milliseconds and `Z`, as Seam writes them. */
  startsAt: string;
  endsAt: string;
  /** The same instants as the lock's wall clock reads them, ISO 8601 with offset, without milliseconds. */
  localStart: string;
  localEnd: string;
  timeZone: string;
}

export interface ChosenSlot {
  userLevelId: string | null;
  name: string;
  maxTimeRounding: '1hour' | '1day';
}

/** What one door would be asked for, or why not. Either `problems` is empty, or `slot` and `coverage` are null. */
export interface Plan {
  /** Seam's name of the door; only where it was asked about and found. */
  doorName?: string;
  /** The door's IANA zone; only where Seam has one. */
  timeZone?: string;
  problems: Problem[];
  notices: Notice[];
  slot: ChosenSlot | null;
  coverage: Coverage | null;
  /** The guest's own times as UTC instants; null where the zone is unknown or the text unreadable. */
  arrivalAt: string | null;
  departureAt: string | null;
  /** The arrival as the lock's clock shows it, ISO 8601 with offset; only where the zone is known. */
  localArrival?: string | null;
  /** From when the code may be created, UTC; null when refused. */
  issueAt: string | null;
}
