import type { AccessCode } from '../access-code.ts';
import type { Assessment, OptionName, Overlap } from '../live-code.ts';
import type { Plan } from '../plan.ts';
import type { Notice } from '../problem.ts';
import type { Stay } from '../reservation.ts';
import type { StayInstants, Undelivered, UnwantedCause } from './door.ts';

/** All that can happen to a door. Messages come at any moment, answers belong to the question that was asked. */
export type DoorEvent = Message | Answer | Passage;

/** From the PMS, operators, Seam's webhooks and other reservations. */
export type Message =
  | { is: 'stay_changed'; stay: Stay }
  | { is: 'wanted_again'; stay: Stay }
  /** `stay`: what the PMS says of the stay that will not be here; the one known before where it says nothing. */
  | { is: 'not_wanted'; cause: UnwantedCause; stay?: Stay }
  | { is: 'retry' }
  | { is: 'hold' }
  | { is: 'release' }
  | { is: 'handled'; note: string }
  | { is: 'resume' }
  | { is: 'reissue' }
  | { is: 'resend' }
  | { is: 'address_changed' }
  | { is: 'acknowledged'; noticeId: string; option: OptionName; by: string }
  | { is: 'seam_event'; accessCodeId: string }
  | { is: 'neighbour'; stay: Overlap; isOver: boolean };

export type Answer =
  | { is: 'validated'; stay: Stay; plan: Plan }
  /** Seam could not be asked; the stay's instants are known where the door's zone is. */
  | { is: 'unanswered'; reason: string; askAgainAt: number; stay?: Stay; times?: StayInstants | null }
  | { is: 'issued'; stay: Stay; version: number; outcome: IssueOutcome }
  | { is: 'create_lost'; version: number; reason: string; askAgainAt: number }
  | { is: 'looked'; version: number; found: AccessCode[] }
  | { is: 'read'; accessCodeId: string; code: AccessCode | null }
  | { is: 'read_unanswered'; accessCodeId: string; reason: string; askAgainAt: number }
  | { is: 'assessed'; noticeId: string; code: AccessCode | null; assessment: Assessment }
  | { is: 'told'; accessCodeId: string; pinMark: string | null; isSameGuest: boolean }
  | ({ is: 'not_told' } & Undelivered);

/** What the run itself did, and what time brought. */
export type Passage =
  | { is: 'validation_asked' }
  | { is: 'read_asked'; accessCodeId: string }
  | { is: 'assessment_asked'; noticeId: string }
  | { is: 'assessment_unanswered'; noticeId: string; askAgainAt: number }
  | { is: 'create_sent'; version: number }
  | { is: 'late_look_over'; version: number }
  | { is: 'withdrawn' }
  | { is: 'expired'; noticeId: string }
  /** Stays that were in the way of the code are over. */
  | { is: 'overlap_over'; noticeId: string }
  | { is: 'ended' }
  | { is: 'raised_deadlines'; names: string[] }
  | { is: 'raised_problems'; signature: string }
  | { is: 'raised_undelivered'; signature: string }
  | { is: 'raised_notice'; noticeId: string; signature: string };

/** What came of asking Seam for a code. */
export interface IssueOutcome {
  /** As the door was at that moment: slots change between planning and making. */
  plan: Plan;
  /** Null when the plan has problems, or the token was taken by a code that doesn't serve. */
  code: AccessCode | null;
  /**
   * Codes with the same token that do not serve: of an earlier run of this reservation, for other times, or made twice
   * because a lost answer slipped through every look. None of them can be taken back.
   */
  strays: AccessCode[];
  /** Codes of other versions at this door that the run doesn't know. */
  unknown: AccessCode[];
  notices: Notice[];
  /** Seam refused before it could be asked for its list: an earlier attempt may have made a code. */
  mayExist: boolean;
  /** An earlier attempt had no answer: Seam may list what it made later than all the looks here. */
  wasUnanswered: boolean;
}
