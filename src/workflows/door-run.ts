import type { IssueOutcome } from '../activities/issue-access-code.ts';
import { readiness, type AccessCode } from '../domain/access-code.ts';
import { covers } from '../domain/coverage.ts';
import type { Coverage, Plan } from '../domain/plan.ts';
import type { Notice, Problem } from '../domain/problem.ts';
import type { Stay } from '../domain/reservation.ts';
import type { DoorReport, DoorState } from '../domain/reservation-state.ts';

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
  orphanedCodes: AccessCode[];
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
}

export const openDoor = (doorId: string): DoorRun => ({
  doorId,
  state: 'validating',
  why: 'Being held against the door as Seam describes it now.',
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
});

export const isSameStay = (a: Stay, b: Stay | undefined): boolean =>
  a.arrival === b?.arrival && a.departure === b.departure;

/** The code stays live until it expires, and this run no longer wants it. */
export const orphan = (door: DoorRun, code: AccessCode): void => {
  door.orphanedCodes.push(code);
  if (door.code?.accessCodeId === code.accessCodeId) door.code = null;
};

/** The next code of this door carries a new token, so that it can't be taken for an old one. */
const startNewVersion = (door: DoorRun): void => {
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
  const serves = (code: AccessCode) =>
    (code === door.code && isMadeForIt) || (coverage !== null && covers(code, coverage));
  if (door.code && !serves(door.code)) {
    orphan(door, door.code);
    startNewVersion(door);
  }
  door.code ??= door.orphanedCodes.find(serves) ?? null;
  door.orphanedCodes = door.orphanedCodes.filter((code) => code !== door.code);
  if (door.code && !isMadeForIt) door.askedFor = { stay, coverage };
};

export const takeOver = (door: DoorRun, { plan, code, strays, notices }: IssueOutcome): void => {
  door.plan = plan;
  door.problems = plan.problems;
  if (door.askedFor && plan.coverage) door.askedFor.coverage = plan.coverage;
  door.mayExist = false;
  door.code = code;
  door.codeNotices = notices;
  door.orphanedCodes.push(...strays);
  const tokenIsTaken = code === null && strays.length > 0;
  if (tokenIsTaken) startNewVersion(door);
};

/** Codes a lost answer left behind: the oldest stands for this version, any other is one too many. */
export const takeOverFound = (door: DoorRun, [oldest, ...duplicates]: AccessCode[]): void => {
  door.mayExist = false;
  door.code = oldest ?? null;
  door.orphanedCodes.push(...duplicates);
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
