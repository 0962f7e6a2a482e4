import type { Guest, ReservationKey, Stay } from './reservation.ts';

export type Severity = 'low' | 'medium' | 'high';

/** One door as a guest or a PMS is told of it. */
export interface DoorNews {
  doorId: string;
  doorName: string;
  state: 'ready' | 'not_yet' | 'impossible';
  /** Text, exactly as Seam gave it: `*`, `#` and leading zeros belong to it. Null unless ready. */
  pin: string | null;
  /** When the code opens the door, on the lock's own clock, ISO 8601 with offset. Null unless ready. */
  localStart: string | null;
  localEnd: string | null;
  /** The guest was given another PIN for this door before: that one is not to be used any more. */
  replacesEarlierPin: boolean;
}

/** To a guest and to the PMS, once per code version. Made and sent inside one activity: it holds PINs. */
export interface CodesNews {
  /** The same over all attempts and retries. */
  id: string;
  key: ReservationKey;
  stay: Stay;
  guest: Guest;
  doors: DoorNews[];
}

type StaffNoticeKind = 'live_code' | 'deadline' | 'refused' | 'needs_human' | 'feed';

/** What staff must know or decide. No guest's name, no PIN. */
export interface StaffNotice {
  id: string;
  kind: StaffNoticeKind;
  severity: Severity;
  /** What lies behind it, equal for all notices with the same cause: `seam_needs_attention`, `times_do_not_match_slots`. */
  cause: string;
  /** Null where it is about a feed. */
  key: ReservationKey | null;
  workflowId: string;
  /** Null where it is about a feed. */
  doorId: string | null;
  feedId?: string;
  /** One or two plain sentences, lock-local times. */
  text: string;
  /** What can be done, best first. */
  options: string[];
}

/** Staff notices of a short while, sent as one message, grouped by cause. */
export interface StaffDigest {
  /** The same over all attempts and retries. */
  id: string;
  notices: StaffNotice[];
}
