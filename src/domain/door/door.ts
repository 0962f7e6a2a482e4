import type { AccessCode } from '../access-code.ts';
import type { LiveCode, LiveCodeNotice, Overlap } from '../live-code.ts';
import type { Coverage, Plan } from '../plan.ts';
import type { Notice, Problem } from '../problem.ts';
import type { Stay } from '../reservation.ts';

/**
 * Everything a run knows about one door of its reservation. Plain data, written by `changed` alone (`changed.ts`), and
 * carried over whole when a run continues as new.
 *
 * Terms. *Access* at a door is an ordered list of segments, each with a code of its own; a planner that needs one code for
 * the whole stay yields one segment. A code that *stands in* serves the guest while another is being obtained. A *live
 * code* opens the door and isn't wanted. A *lost create* is a request whose answer never came: it may have made a code.
 */
export interface Door {
  doorId: string;
  /** As Seam last named it; null until it was asked. */
  name: string | null;
  /** IANA, as Seam last had it: instants of a changed stay can be worked out even while Seam gives no answer. */
  timeZone: string | null;
  /** Rises whenever what is wanted here changes. An answer to a question of an earlier epoch says nothing of this one. */
  epoch: number;
  wish: Wish;
  /** The stay's own instants; null until they are known for this very stay. */
  times: StayInstants | null;
  segments: [Segment];
  /** Codes given up, with their notices: the open ones, and the last few that were closed. */
  liveCodes: LiveCode[];
  lostCreates: LostCreate[];
  /** Counts the codes asked of this door, from 1: part of the token in the next one's name. */
  version: number;
  /** Counts the notices, so that each has an id of its own. */
  notices: number;
  isHeld: boolean;
  /** The stay is to be validated against the door as Seam describes it now. */
  mustValidate: boolean;
  /** The stay is over and there is nothing left to do for it. */
  isEnded: boolean;
  /** Runs that hold a live code at this door know of this stay. */
  isAnnounced: boolean;
  /** Other reservations' stays at this door, as their own runs said: visibility lags behind them. */
  neighbours: Neighbour[];
  /** Seam gives no answer; null while it does. */
  outage: Outage | null;
  /** What the guest was told last. */
  told: Told | null;
  /** How the last message about this door's code fared; null before the first and after each success. */
  undelivered: Undelivered | null;
  /** The guest is to be told again although the code is the same: another address, or an operator's word. */
  mustTellAgain: boolean;
  /** Counts operators' requests to tell the guest again: each is a message of its own. */
  resends: number;
  raised: Raised;
  /** When it came into the state it is in, UTC. */
  since: string;
}

/** What the reservation wants of this door. */
export type Wish =
  | { is: 'wanted'; stay: Stay; /** Since when, epoch milliseconds. */ since: number }
  | { is: 'unwanted'; stay: Stay; since: number; cause: UnwantedCause };

/** `run_cancelled`: the run itself was cancelled in Temporal, and nobody looks after the door from now on. */
export type UnwantedCause = 'cancelled' | 'door_dropped' | 'run_cancelled';

/** UTC, ISO 8601. */
export interface StayInstants {
  arrivalAt: string;
  departureAt: string;
}

export type FittingPlan = Plan & {
  slot: NonNullable<Plan['slot']>;
  coverage: NonNullable<Plan['coverage']>;
  issueAt: string;
};

export type Problems = [Problem, ...Problem[]];

export interface Segment {
  phase: Phase;
  /** Serves until the segment's own code is ready. Its guest may be using it: nobody is advised to disable it. */
  standIn: StandIn | null;
}

/** Where a segment is. Nothing is ready without a code, and no code is asked for while one serves. */
export type Phase =
  | { is: 'validating' }
  | {
      is: 'refused' | 'needs_human';
      problems: Problems;
      plan: Plan | null;
      /** Since when, epoch milliseconds. */ at: number;
    }
  | { is: 'planned'; plan: FittingPlan }
  | { is: 'handled'; note: string }
  | { is: 'creating'; plan: FittingPlan; answer: 'awaited' | 'lost' }
  | { is: 'serving'; plan: Plan | null; held: HeldCode }
  | { is: 'over'; how: 'cancelled' | 'completed'; code: AccessCode | null; plan: Plan | null };

/** A code the guest has or is to get. */
export interface HeldCode {
  code: AccessCode;
  /** What it was asked for; null for one that was found. */
  coverage: Coverage | null;
  /** The guest or the PMS was given its PIN. */
  wasTold: boolean;
  /** What staff should know of the code itself. */
  notices: Notice[];
  /** How often it was read in a row without being ready. */
  looks: number;
  /** When Seam last said how it is, epoch milliseconds. */
  readAt: number;
  /** Since when it is ready, epoch milliseconds; null while it is not. */
  readySince: number | null;
  /** Seam spoke of it, or an operator asks: read it again. */
  mustReread: boolean;
  /** Staff know that it opens the door noticeably longer than the stay needs it; null where it doesn't. */
  outlives: LiveCodeNotice | null;
}

export interface StandIn {
  held: HeldCode;
  /** `compare`: the stay changed and it isn't known yet whether the code covers it. */
  because: 'compare' | 'covers_part' | 'reissue';
}

export interface LostCreate {
  /** Of the code that was asked for; 0 for any of an earlier run whose end is unknown. */
  version: number;
  /** `awaited`: the request is under way. `lost`: look before anything else. `listed_late`: Seam may still list what it made. */
  answer: 'awaited' | 'lost' | 'listed_late';
  looks: number;
  /** Epoch milliseconds. */
  lookAt: number;
}

interface Neighbour {
  stay: Overlap;
  /** It was cancelled or moved away. */
  isOver: boolean;
}

interface Outage {
  /** In the words of the failure. */
  reason: string;
  /** Questions in a row without an answer. */
  failures: number;
  /** Epoch milliseconds. */
  askAgainAt: number;
}

interface Told {
  accessCodeId: string;
  pinMark: string | null;
  /** UTC. */
  at: string;
}

/** `unreachable`: there is no way to reach guest or PMS. `refused`: no way that took it, and none ever will. */
export interface Undelivered {
  accessCodeId: string;
  pinMark: string | null;
  how: 'unreachable' | 'failing' | 'refused';
  /** Ways that would not take it. */
  by: string[];
}

/** What staff heard, so that each thing is said once. */
interface Raised {
  /** Names of deadlines of this stay. */
  deadlines: string[];
  problems: string;
  undelivered: string;
}

/** The newest closed notices stay in view; older ones leave, and with them their ids. */
export const CLOSED_NOTICES_KEPT = 5;

export const openDoor = (doorId: string, wish: Wish, atMs: number): Door => ({
  doorId,
  name: null,
  timeZone: null,
  epoch: 1,
  wish,
  times: null,
  segments: [
    {
      phase:
        wish.is === 'wanted'
          ? { is: 'validating' }
          : { is: 'over', how: 'cancelled', code: null, plan: null },
      standIn: null,
    },
  ],
  liveCodes: [],
  lostCreates: [],
  version: 1,
  notices: 0,
  isHeld: false,
  mustValidate: false,
  isEnded: false,
  isAnnounced: false,
  neighbours: [],
  outage: null,
  told: null,
  undelivered: null,
  mustTellAgain: false,
  resends: 0,
  raised: { deadlines: [], problems: '', undelivered: '' },
  since: new Date(atMs).toISOString(),
});

export const segmentOf = ({ segments: [segment] }: Door): Segment => segment;

export const phaseOf = (door: Door): Phase => segmentOf(door).phase;

/** The code that serves, be it for a while: what a guest can use now. */
export const heldCodeOf = (door: Door): HeldCode | null => {
  const { phase, standIn } = segmentOf(door);
  return phase.is === 'serving' ? phase.held : (standIn?.held ?? null);
};

/** Every code the guest may be using. */
export const heldCodesOf = (door: Door): HeldCode[] => {
  const { phase, standIn } = segmentOf(door);
  return [...(phase.is === 'serving' ? [phase.held] : []), ...(standIn ? [standIn.held] : [])];
};

/** What the door's own time of the stay is made of. */
export const planOf = (door: Door): Plan | null => {
  const phase = phaseOf(door);
  return 'plan' in phase ? phase.plan : null;
};

/** All notices of live codes: those given up, and those of codes in use that outlive their stay. */
export const noticesOf = (door: Door): LiveCode[] => {
  const outliving = heldCodesOf(door).flatMap(({ code, coverage, outlives }) =>
    outlives ? [{ ...outlives, code, coverage }] : [],
  );
  return [...door.liveCodes, ...outliving];
};

export const isWanted = ({ wish }: Door): boolean => wish.is === 'wanted';
