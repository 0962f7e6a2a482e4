import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { AccessCode } from '../domain/access-code.ts';
import { differsFromPlan } from '../domain/access-code.ts';
import { covers } from '../domain/coverage.ts';
import type { IssueOutcome } from '../domain/door/events.ts';
import { accessCodeName } from '../domain/ids.ts';
import type { ChosenSlot, Coverage, Plan } from '../domain/plan.ts';
import { doorNotFound, planAccess, refusedPlan } from '../domain/plan-access.ts';
import type { Policy } from '../domain/policy.ts';
import type { Notice } from '../domain/problem.ts';
import type { ReservationKey, Stay } from '../domain/reservation.ts';
import type { Seam } from '../seam/client.ts';
import { refusalOf } from '../seam/refusal.ts';
import { awaitReady } from './await-ready.ts';
import { lookForCodes, type FoundCodes } from './look-for-access-code.ts';
import { toFailure } from './seam-faults.ts';

export interface CodeWanted {
  key: ReservationKey;
  stay: Stay;
  doorId: string;
  /** Counts the codes this run has asked of this door, from 1: part of the token in the code's name. */
  version: number;
  /** An earlier call for this version ended without saying whether it made a code. */
  mayExist: boolean;
  /** The run's own clock, epoch milliseconds. */
  nowMs: number;
}

interface Dependencies {
  seam: Seam;
  policyOf: (propertyId: string) => Policy;
  lookPausesMs: readonly number[];
  readyPausesMs: readonly number[];
  /** Told of each code that comes to serve: made now, or found because an earlier attempt had made it. */
  onCode?: (how: 'made' | 'adopted') => void;
}

/**
 * Makes one code for one door, or finds the one already made. There is no idempotency key, a code cannot be deleted,
 * and an answer can be lost after the code was made: so every attempt looks before it creates.
 */
export const createIssueAccessCode = (dependencies: Dependencies) => {
  const { seam, policyOf, onCode = () => undefined } = dependencies;

  return async (wanted: CodeWanted): Promise<IssueOutcome> => {
    const answerMayBeLost = wanted.mayExist || activityInfo().attempt > 1;
    let mayExist = answerMayBeLost;
    try {
      return { ...(await issue()), wasUnanswered: answerMayBeLost };
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal) return { ...refused(refusedPlan([refusal])), mayExist };
      throw toFailure(error);
    }

    async function issue(): Promise<IssueOutcome> {
      const plan = await validateAgain(wanted);
      if (plan.problems.length > 0 && !answerMayBeLost) return refused(plan);

      const { found, unknown } = await look(wanted, answerMayBeLost);
      mayExist = false;
      return { ...(await adoptOrCreate(plan, found)), unknown };
    }

    async function adoptOrCreate(plan: Plan, found: AccessCode[]): Promise<IssueOutcome> {
      const [oldest] = found;
      // What an unanswered create of ours left behind is this code, whatever its times. Anything else with the
      // token is of an earlier run, and serves only when it opens the door for the whole stay.
      const own = answerMayBeLost
        ? oldest
        : found.find((code) => plan.coverage && covers(code, plan.coverage));
      if (own) {
        onCode('adopted');
        return adopt(plan, own, found);
      }
      if (oldest) return { ...refused(plan), strays: found };
      if (!plan.coverage || !plan.slot) return refused(plan);

      const made = await create(wanted, plan.coverage, plan.slot);
      onCode('made');
      const code = await awaitReady(dependencies, made);
      return { ...refused(plan), code, notices: differsFromPlan(code, plan.coverage, plan.slot) };
    }
  };

  // A refused look is a fault, never a refusal: until it succeeds nobody knows whether a code exists.
  async function look(wanted: CodeWanted, answerMayBeLost: boolean): Promise<FoundCodes> {
    try {
      return await lookForCodes(dependencies, wanted, answerMayBeLost ? dependencies.lookPausesMs : []);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal) throw ApplicationFailure.nonRetryable(refusal.message, 'SeamRefusedToListCodes');
      throw error;
    }
  }

  async function validateAgain({ key, stay, doorId, nowMs }: CodeWanted): Promise<Plan> {
    const door = await seam.findDoor(doorId);
    return door ? planAccess({ stay, door, policy: policyOf(key.propertyId), nowMs }) : doorNotFound(doorId);
  }

  function create(wanted: CodeWanted, coverage: Coverage, slot: ChosenSlot): Promise<AccessCode> {
    return seam.createAccessCode({
      doorId: wanted.doorId,
      name: accessCodeName(wanted.key, wanted.version),
      startsAt: coverage.startsAt,
      endsAt: coverage.endsAt,
      maxTimeRounding: slot.maxTimeRounding,
    });
  }
};

const refused = (plan: Plan): IssueOutcome => ({
  plan,
  code: null,
  strays: [],
  unknown: [],
  notices: [],
  mayExist: false,
  wasUnanswered: false,
});

const adopt = (plan: Plan, code: AccessCode, found: AccessCode[]): IssueOutcome => {
  const strays = found.filter((other) => other !== code);
  const differences = plan.coverage && plan.slot ? differsFromPlan(code, plan.coverage, plan.slot) : [];
  return { ...refused(plan), code, strays, notices: [...differences, ...strays.map(duplicateNotice)] };
};

const duplicateNotice = ({ accessCodeId, endsAt }: AccessCode): Notice => ({
  reason: 'duplicate_access_code',
  message: `Code ${accessCodeId} was made as well and opens the door until ${endsAt ?? 'an unknown time'}; it can't be deleted.`,
});
