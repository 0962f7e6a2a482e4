import type { AccessCode } from './access-code.ts';
import { wallInEnglish } from './instant-text.ts';
import type { Severity } from './outgoing.ts';
import type { Coverage } from './plan.ts';

/** Why a live code is no longer wanted as it is. */
export type LiveCodeCause =
  | 'stay_changed'
  | 'cancelled'
  | 'door_dropped'
  | 'run_cancelled'
  | 'reissued'
  | 'made_twice'
  | 'outlives_stay'
  | 'earlier_run';

/** Another reservation that is to stay behind the same door while the code still opens it. */
export interface Overlap {
  reservationId: string;
  workflowId: string;
  /** UTC. */
  arrivalAt: string;
  departureAt: string;
  /** The arrival as the lock's clock reads it, ISO 8601 with offset; null without a zone. */
  localArrival?: string | null;
}

/** What a live code means, as it was when Seam and the other reservations were asked last. */
export interface Assessment {
  isWireless: boolean | null;
  doorName: string;
  overlaps: Overlap[];
  /** The code's times as the lock's clock reads them, ISO 8601 with offset; null without a zone. */
  local?: { startsAt: string | null; endsAt: string | null } | null;
}

/** How a notice ended. Only Seam's word makes a code gone; nothing here is ever called revoked. */
export type Closing =
  | { how: 'acknowledged'; option: OptionName; by: string; at: string }
  | { how: 'gone' | 'expired' | 'serves_again'; at: string };

/** A compensation notice: what staff must know of a code that opens a door, is not wanted, and can't be deleted. */
export interface LiveCodeNotice {
  noticeId: string;
  cause: LiveCodeCause;
  /** The guest was given its PIN. */
  wasDelivered: boolean;
  /** The code that took its place, once Seam has it. */
  replacedBy: string | null;
  /** Null until Seam and the other reservations were asked. */
  assessment: Assessment | null;
  /** Null while it is open. */
  closed: Closing | null;
  /** Seam spoke of it, or the stays around it changed: ask again. */
  mustReassess: boolean;
  /** When Seam is asked about it again after it gave no answer, epoch milliseconds; 0 where nothing failed. */
  askAgainAt: number;
  /** What staff were told last, in short; empty before. */
  raised: string;
  /** How often staff were told. */
  timesRaised: number;
}

export interface LiveCode extends LiveCodeNotice {
  code: AccessCode;
  /** What it was asked for; null for one that was found. */
  coverage: Coverage | null;
}

/** An undelivered code hurts nobody soon; a delivered one may; one that opens the next guest's door will. */
export const severityOf = ({ wasDelivered, assessment }: LiveCode): Severity => {
  if (assessment && assessment.overlaps.length > 0) return 'high';
  return wasDelivered ? 'medium' : 'low';
};

export type OptionName =
  | 'cancel_at_vendor'
  | 'change_at_vendor'
  | 'override_at_vendor'
  | 'remove_remotely'
  | 'visit_door'
  | 'let_expire';

export interface Option {
  name: OptionName;
  text: string;
}

/**
 * What can be done about a live code, best first, from the flags Seam showed when it was last read. The flags say what
 * dormakaba's own system allows; Seam's API for access codes documents no call for it.
 */
export const optionsFor = ({ code, cause, assessment }: LiveCode): Option[] => {
  const { stayId, siteName, isCancellable, isExtendable, isEarlyCheckinAble, isOverridable } = code.vendor;
  const stay = `stay ${stayId ?? 'of unknown number'} at site ${siteName ?? 'of unknown name'}`;
  const level = code.userLevelName ?? 'the same level';
  const ends = timeInWords(assessment?.local?.endsAt, code.endsAt);
  // Its guest is using it: only what keeps it working is an option.
  const isInUse = cause === 'outlives_stay';
  const ladder: (Option | false)[] = [
    !isInUse &&
      isCancellable === true && {
        name: 'cancel_at_vendor',
        text: `Cancel ${stay} in dormakaba's own system.`,
      },
    (isExtendable === true || isEarlyCheckinAble === true) && {
      name: 'change_at_vendor',
      text: `Change the times of ${stay} in dormakaba's own system; the guest keeps the PIN.`,
    },
    !isInUse &&
      isOverridable === true && {
        name: 'override_at_vendor',
        text: `Issue another code of level "${level}" and use it once at the door: it takes this one's place.`,
      },
    !isInUse &&
      assessment?.isWireless === true && {
        name: 'remove_remotely',
        text: 'The lock is online: have the code removed remotely.',
      },
    !isInUse && {
      name: 'visit_door',
      text: `Go to the door and enter a newer code of level "${level}", or have the lock programmed anew.`,
    },
    {
      name: 'let_expire',
      text: ends
        ? `Let it expire: it ends by itself on ${ends}.`
        : 'Let it expire: when it ends is not known.',
    },
  ];
  return ladder.filter((option) => option !== false);
};

const causes: Record<LiveCodeCause, string> = {
  stay_changed: 'The stay changed and the code no longer fits it.',
  cancelled: 'The reservation was cancelled.',
  door_dropped: 'The reservation was moved to another door.',
  run_cancelled: 'The run that looked after it was cancelled in Temporal: nobody watches it any more.',
  reissued: 'An operator asked for another code in its place.',
  made_twice: 'It was made a second time because an answer from Seam was lost.',
  outlives_stay: 'The stay ends before the code does.',
  earlier_run: 'An earlier run of this reservation made it, and that run has ended.',
};

/** Only what Seam has is stated as made. */
const causeOf = ({ cause, replacedBy }: LiveCode): string =>
  cause === 'reissued' && replacedBy !== null ? 'Another code was issued in its place.' : causes[cause];

/** The options that take a code out of use at the door or in dormakaba's system: it is never given to a guest again. */
export const disablingOptions: ReadonlySet<OptionName> = new Set([
  'cancel_at_vendor',
  'change_at_vendor',
  'override_at_vendor',
  'remove_remotely',
  'visit_door',
]);

/** Everything in a notice that staff would act on: they are told again when it changes. */
export const noticeSignature = (live: LiveCode): string =>
  [
    live.cause,
    severityOf(live),
    ...(live.assessment?.overlaps ?? []).map(
      ({ workflowId, arrivalAt, departureAt }) => `${workflowId} ${arrivalAt} ${departureAt}`,
    ),
  ].join(' ');

/** In plain sentences, for staff. */
export const describeLiveCode = (live: LiveCode): string => {
  const { code, wasDelivered, assessment } = live;
  const door = assessment ? `"${assessment.doorName}"` : code.doorId;
  const overlaps = (assessment?.overlaps ?? []).map(
    ({ reservationId, arrivalAt, localArrival }) =>
      `reservation ${reservationId} arriving ${timeInWords(localArrival, arrivalAt)}`,
  );
  const from = timeInWords(assessment?.local?.startsAt, code.startsAt) ?? 'now';
  const until = timeInWords(assessment?.local?.endsAt, code.endsAt) ?? 'an unknown time';
  return [
    `Code ${code.accessCodeId} opens door ${door} from ${from} until ${until} and can't be deleted.`,
    causeOf(live),
    wasDelivered ? 'The guest has its PIN.' : 'Nobody was given its PIN.',
    ...(overlaps.length > 0 ? [`It overlaps ${overlaps.join(', ')}.`] : []),
  ].join(' ');
};

// The lock's own time, as worked out when the code was assessed; until then, and without a zone, UTC.
const timeInWords = (local: string | null | undefined, utc: string | null): string | null => {
  if (local) return `${wallInEnglish(local)} (lock time)`;
  return utc === null ? null : `${wallInEnglish(utc)} UTC`;
};
