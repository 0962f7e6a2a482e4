import type { IssueOutcome } from '../activities/issue-access-code.ts';
import { readiness, type AccessCode } from '../domain/access-code.ts';
import { covers } from '../domain/coverage.ts';
import type { LiveCode, LiveCodeCause } from '../domain/live-code.ts';
import type { Coverage, Plan } from '../domain/plan.ts';
import type { Notice, Problem } from '../domain/problem.ts';
import type { Stay } from '../domain/reservation.ts';
import type { DoorReport, DoorState } from '../domain/reservation-state.ts';
import { isoNow } from './iso-now.ts';

/** An answer was lost: Seam may list what it made later than it was looked for. */
export interface Doubt {
  /** Of the code that was asked for. */
  version: number;
  looks: number;
  isOver: boolean;
}

/** What a run knows of one door. Plain data: it is carried over when a run continues as new. */
export interface DoorRun {
  doorId: string;
  state: DoorState;
  why: string;
  problems: Problem[];
  /** What staff should know of the code itself; notices of the plan are in the plan. */
  codeNotices: Notice[];
  plan: Plan | null;
  code: AccessCode | null;
  orphanedCodes: LiveCode[];
  /** Counts the codes asked of this door, from 1. */
  version: number;
  /** What the code of this version is for; null before the first create. */
  askedFor: { stay: Stay; coverage: Coverage | null } | null;
  /** A create of this version ended without saying whether it made a code. */
  mayExist: boolean;
  /** A change or an operator asks for the door to be validated anew. */
  mustLookAgain: boolean;
  /** Seam spoke of this door's code. */
  wasHinted: boolean;
  /** What the guest was told last. */
  delivered: { accessCodeId: string; pinMark: string | null; at: string } | null;
  /** Since when this stay is followed at this door, epoch milliseconds: deadlines before that came too early to count. */
  followedSince: number;
  /** Names of the deadlines raised for this stay. */
  deadlinesRaised: string[];
  /** The problems staff were told of last, so that each is told once. */
  problemsTold: string;
  /** An operator wants no code made for now. */
  isHeld: boolean;
  /** Who sees to this door by hand, and how; null otherwise. */
  handled: string | null;
  /** Questions to Seam in a row that got no answer. */
  unanswered?: number;
  /** When Seam, which gave no answer, is asked again, UTC. */
  askedAgainAt?: string;
  /** When it came into this state, UTC. */
  since?: string;
  /** The guest has another address since the code was told. */
  mustTellGuestAnew?: boolean;
  /** How often an operator had the guest told again: each is a message of its own. */
  timesResent?: number;
  /** Channels that would not take the message of this code. */
  undeliveredBy?: string[];
  /** The version of the code, and the address, that no channel will ever take. */
  hopeless?: string;
  doubts?: Doubt[];
}

export const openDoor = (doorId: string, now: number): DoorRun => ({
  doorId,
  state: 'validating',
  why: 'The stay is being held against the door as Seam describes it now.',
  problems: [],
  codeNotices: [],
  plan: null,
  code: null,
  orphanedCodes: [],
  version: 1,
  askedFor: null,
  mayExist: false,
  mustLookAgain: false,
  wasHinted: false,
  delivered: null,
  followedSince: now,
  deadlinesRaised: [],
  problemsTold: '',
  isHeld: false,
  handled: null,
});

export const reportOf = (door: DoorRun): DoorReport => ({
  doorId: door.doorId,
  state: door.state,
  why: door.why,
  problems: door.problems,
  notices: [...(door.plan?.notices ?? []), ...door.codeNotices],
  plan: door.plan,
  code: door.code,
  orphanedCodes: door.orphanedCodes,
  delivered: door.delivered && { accessCodeId: door.delivered.accessCodeId, at: door.delivered.at },
  ...(door.askedAgainAt === undefined ? {} : { askedAgainAt: door.askedAgainAt }),
});

export const isSameStay = (a: Stay, b: Stay | undefined): boolean =>
  a.arrival === b?.arrival && a.departure === b.departure;

/** The code stays live until it expires, and is not wanted any more. Every such code gets its notice. */
export const orphan = (door: DoorRun, code: AccessCode, cause: LiveCodeCause): void => {
  const known = door.orphanedCodes.find(
    (live) => live.code.accessCodeId === code.accessCodeId && !live.closed,
  );
  if (known) {
    known.cause = cause;
  } else {
    door.orphanedCodes.push({
      noticeId: `${code.accessCodeId}/${door.orphanedCodes.length + 1}`,
      code,
      cause,
      wasDelivered: door.delivered?.accessCodeId === code.accessCodeId,
      assessment: null,
      closed: null,
      wasHinted: false,
    });
  }
  if (door.code?.accessCodeId === code.accessCodeId && cause !== 'outlives_stay') door.code = null;
};

/** The next code of this door carries a new token, so that it can't be taken for an old one. */
export const startNewVersion = (door: DoorRun): void => {
  door.version += 1;
  door.askedFor = null;
  door.mayExist = false;
  door.codeNotices = [];
};

/**
 * A code made for this very stay is kept, whatever became of the door's slots since; so is one that covers the new plan,
 * also one given up before. Any other is an orphan.
 */
export const keepOrOrphanCode = (door: DoorRun, stay: Stay): void => {
  const coverage = door.plan?.coverage ?? null;
  const isMadeForIt = isSameStay(stay, door.askedFor?.stay);
  const serves = (code: AccessCode) => coverage !== null && covers(code, coverage);
  if (door.code && !isMadeForIt && !serves(door.code)) {
    orphan(door, door.code, 'stay_changed');
    startNewVersion(door);
  }
  door.code ??= takeBack(door, serves);
  if (!door.code || isMadeForIt) return;
  door.askedFor = { stay, coverage };
  const outlives =
    coverage !== null &&
    door.code.endsAt !== null &&
    Date.parse(door.code.endsAt) > Date.parse(coverage.endsAt);
  if (outlives) orphan(door, door.code, 'outlives_stay');
};

// A code that was replaced on purpose is not taken back, nor one that should never have been made.
const neverTakenBack = new Set<LiveCodeCause>(['reissued', 'made_twice']);

/** The plans changed back: a code given up before serves again, and its notice is settled. */
const takeBack = (door: DoorRun, serves: (code: AccessCode) => boolean): AccessCode | null => {
  const live = door.orphanedCodes.find(
    ({ code, cause, closed }) =>
      !neverTakenBack.has(cause) && closed?.how !== 'gone' && closed?.how !== 'expired' && serves(code),
  );
  if (!live) return null;
  live.closed ??= { how: 'serves_again', at: isoNow() };
  return live.code;
};

export const takeOver = (
  door: DoorRun,
  { plan, code, strays, notices, mayExist = false }: IssueOutcome,
): void => {
  door.plan = plan;
  door.problems = plan.problems;
  if (door.askedFor && plan.coverage) door.askedFor.coverage = plan.coverage;
  door.mayExist = mayExist;
  door.code = code;
  door.codeNotices = notices;
  for (const stray of strays) orphan(door, stray, code ? 'made_twice' : 'stay_changed');
  const tokenIsTaken = code === null && strays.length > 0;
  if (tokenIsTaken) startNewVersion(door);
};

/** Codes a lost answer left behind: the oldest stands for this version, any other is one too many. */
export const takeOverFound = (door: DoorRun, [oldest, ...duplicates]: AccessCode[]): void => {
  door.mayExist = false;
  door.code = oldest ?? null;
  for (const duplicate of duplicates) orphan(door, duplicate, 'made_twice');
};

/** Why a door that is not wanted any more still matters. */
export const whatIsLive = ({ orphanedCodes }: DoorRun): string => {
  const live = orphanedCodes
    .filter(({ closed }) => closed === null || closed.how === 'acknowledged')
    .map(({ code }) => `${code.accessCodeId} until ${forPeople(code.endsAt ?? '')} UTC`)
    .join(', ');
  return live ? `Not wanted any more, but these codes can't be deleted: ${live}.` : 'No code was made.';
};

/** Seam no longer knows the code. Whether the guest may get another is for a human to say. */
export const forgetCode = (door: DoorRun): void => {
  const message = `Seam no longer knows code ${door.code?.accessCodeId}: it may have been removed outside Staykey. Retry to make another.`;
  door.problems = [{ reason: 'code_gone', message }];
  door.code = null;
  startNewVersion(door);
};

interface Standing {
  state: DoorState;
  why: string;
  problems: Problem[];
  /** When Seam says it goes on, UTC. */
  wakeAt: string | null;
}

/** Where a door stands that has a code. A code for other times than asked is never called ready. */
export const standingOf = ({ askedFor, plan }: DoorRun, code: AccessCode): Standing => {
  const wanted = askedFor?.coverage;
  if (wanted && !covers(code, wanted)) {
    const why = `Code ${code.accessCodeId} is valid from ${code.startsAt} to ${code.endsAt}, but ${wanted.startsAt} to ${wanted.endsAt} was asked for.`;
    return {
      state: 'needs_human',
      why,
      problems: [{ reason: 'code_differs_from_plan', message: why }],
      wakeAt: null,
    };
  }
  const found = readiness(code);
  switch (found.kind) {
    case 'ready':
      return {
        state: 'ready',
        why: `The code opens the door${openingOf(plan)}.`,
        problems: [],
        wakeAt: null,
      };
    case 'waiting':
      return { state: 'waiting_until_ready', why: found.why, problems: [], wakeAt: found.wakeAt };
    case 'needs_human':
      return stuck('needs_human', 'seam_needs_attention', found.why);
    case 'failed':
      return stuck('refused', 'refused_by_seam', found.why);
  }
};

const openingOf = (plan: Plan | null): string => {
  const { localStart, localEnd } = plan?.coverage ?? {};
  return localStart && localEnd ? ` from ${forPeople(localStart)} to ${forPeople(localEnd)}, lock time` : '';
};

/** `2026-12-01T16:00:00-08:00` as `2026-12-01 16:00`. */
export const forPeople = (iso: string): string => iso.slice(0, 16).replace('T', ' ');

const stuck = (state: DoorState, reason: Problem['reason'], why: string): Standing => ({
  state,
  why,
  problems: [{ reason, message: why }],
  wakeAt: null,
});
