/**
 * Where reservations stand. Instants are UTC, ISO 8601, unless a name says `local`. Where a field is plain text rather
 * than a list of words, new words may come.
 */

/** What a PMS calls its reservation. */
export interface ReservationKey {
  source: string;
  propertyId: string;
  reservationId: string;
}

/** Where every door of a reservation stands. Holds no PIN and nothing of the guest. */
export interface ReservationState extends ReservationKey {
  revision: number;
  /** Lock-local wall clock; a null departure is an open-ended stay. */
  stay: { arrival: string; departure: string | null };
  /** That of its worst door. */
  status: AccessStatus;
  doors: DoorReport[];
}

export type AccessStatus =
  'needs_attention' | 'in_progress' | 'planned' | 'ready' | 'cancelled' | 'completed';

export interface DoorReport {
  /** A Seam device id. */
  doorId: string;
  state: DoorState;
  /** For people. */
  why: string;
  /** What keeps the door from having its code, all at once. */
  problems: Problem[];
  /** Worth knowing although there is a code. */
  notices: Problem[];
  plan: Plan | null;
  code: AccessCode | null;
  /** An earlier code that serves until the new one is ready, or for the part of the stay it covers. */
  standIn: AccessCode | null;
  /** Codes that open the door, are not wanted as they are, and can't be deleted. */
  liveCodes: LiveCode[];
  /** The code the guest was told of last. */
  delivered: { accessCodeId: string; at: string } | null;
  /**
   * How the last message about the code failed; null where it didn't. `unreachable`: there is no way to reach guest or
   * PMS. `failing`: it is tried again. `refused`: it is not.
   */
  undelivered: { how: 'unreachable' | 'failing' | 'refused'; by: string[] } | null;
  /** When Seam is asked again; only while it gives no answer. */
  askedAgainAt?: string | undefined;
}

export type DoorState =
  | 'validating'
  | 'refused'
  | 'needs_human'
  | 'not_yet_due'
  | 'creating'
  | 'waiting_until_ready'
  | 'ready'
  | 'on_hold'
  | 'handled_by_hand'
  | 'cancelled'
  | 'completed';

export interface Problem {
  /** A word such as `times_do_not_match_slots`. */
  reason: string;
  /** For people: what was given, what was expected. */
  message: string;
}

/** What a door would be asked for, or why not. Either `problems` is empty, or `slot` and `coverage` are null. */
export interface Plan {
  problems: Problem[];
  notices: Problem[];
  slot: { userLevelId: string | null; name: string; maxTimeRounding: '1hour' | '1day' } | null;
  /** When the code opens the door: the slot's times, not the guest's. */
  coverage: Coverage | null;
  arrivalAt: string | null;
  departureAt: string | null;
  /** From when the code may be made. */
  issueAt: string | null;
}

export interface Coverage {
  startsAt: string;
  endsAt: string;
  /** The lock's own wall clock, ISO 8601 with offset. */
  localStart: string;
  localEnd: string;
  timeZone: string;
}

/** A code without its PIN. */
export interface AccessCode {
  accessCodeId: string;
  startsAt: string | null;
  endsAt: string | null;
  /** Seam's own word: `unset`, `setting`, `set`, `removing`, `unknown`. */
  status: string;
  hasPin: boolean;
  userLevelId: string | null;
  userLevelName: string | null;
  errors: { code: string; message: string }[];
  pending: { code: string; scheduledAt: string | null }[];
}

export interface LiveCode {
  /** For `acknowledge`. */
  noticeId: string;
  code: AccessCode;
  /**
   * `stay_changed`, `cancelled`, `door_dropped`, `run_cancelled`, `reissued`, `made_twice`, `outlives_stay`,
   * `earlier_run`.
   */
  cause: string;
  severity: 'low' | 'medium' | 'high';
  /** For people. */
  text: string;
  wasDelivered: boolean;
  /** What `acknowledge` may choose from, best first. */
  options: { name: OptionName; text: string }[];
  /** Null while it is open. */
  closed: {
    how: 'acknowledged' | 'gone' | 'expired' | 'serves_again';
    at: string;
    option?: OptionName | undefined;
    by?: string | undefined;
  } | null;
}

export type OptionName =
  | 'cancel_at_vendor'
  | 'change_at_vendor'
  | 'override_at_vendor'
  | 'remove_remotely'
  | 'visit_door'
  | 'let_expire';
