import { activityInfo, log } from '@temporalio/activity';
import type { StayInstants } from '../domain/door/door.ts';
import type { Plan } from '../domain/plan.ts';
import type { Policy } from '../domain/policy.ts';
import type { ReservationKey, Stay } from '../domain/reservation.ts';
import type { Seam } from '../seam/client.ts';
import { instantsOf, planDoor } from '../seam/plan-door.ts';
import { isSeamFault } from '../seam/errors.ts';
import { toFailure } from './seam-faults.ts';

export interface AccessWanted {
  key: ReservationKey;
  stay: Stay;
  doorId: string;
  /** IANA, as Seam last had it for the door; null where it was never known. */
  timeZone: string | null;
  /** The run's own clock, epoch milliseconds. */
  nowMs: number;
  /** The attempt after which Seam counts as silent, from 1. */
  lastAttempt: number;
}

/** `unanswered`: Seam gave no answer, in the words of the failure. */
export type AccessPlanned = { plan: Plan } | { unanswered: string; times: StayInstants | null };

/** Another reservation's stay at a door, for the runs that hold a live code there. */
export interface StayAnnounced {
  doorId: string;
  key: ReservationKey;
  /** UTC; null once the stay is cancelled or has left the door. */
  times: StayInstants | null;
  /** The arrival as the lock's clock shows it, ISO 8601 with offset; null without a zone. */
  localArrival: string | null;
}

export interface Neighbours {
  /** Tells the runs that hold a live code at that door; they may name the stay in their notices. */
  announceStay: (stay: StayAnnounced) => Promise<void>;
}

interface Dependencies extends Neighbours {
  seam: Seam;
  policyOf: (propertyId: string) => Policy;
}

/** Instants are settled here, once, and recorded. */
export const createPlanAccess =
  ({ seam, policyOf, announceStay }: Dependencies) =>
  async ({ key, lastAttempt, ...wanted }: AccessWanted): Promise<AccessPlanned> => {
    try {
      const plan = await planDoor(seam, { ...wanted, policy: policyOf(key.propertyId) });
      await announce(announceStay, key, wanted, plan);
      return { plan };
    } catch (error) {
      if (!isSeamFault(error) || activityInfo().attempt < lastAttempt) throw toFailure(error);
      const { arrivalAt, departureAt } = instantsOf(wanted.stay, wanted.timeZone);
      const times = arrivalAt !== null && departureAt !== null ? { arrivalAt, departureAt } : null;
      return { unanswered: error.message, times };
    }
  };

// A live code is judged by who stays behind its door; that nobody could be told now must not cost this guest the code.
const announce = async (
  announceStay: Neighbours['announceStay'],
  key: ReservationKey,
  { doorId }: Pick<AccessWanted, 'doorId'>,
  { arrivalAt, departureAt, localArrival }: Plan,
): Promise<void> => {
  if (arrivalAt === null || departureAt === null) return;
  try {
    await announceStay({
      doorId,
      key,
      times: { arrivalAt, departureAt },
      localArrival: localArrival ?? null,
    });
  } catch (error) {
    log.warn('The runs with a live code at this door could not be told of this stay', {
      doorId,
      reason: String(error),
    });
  }
};

/** A stay that was cancelled, or has left the door, is in no live code's way any more. */
export const createWithdrawStay =
  ({ announceStay }: Neighbours) =>
  (stay: { doorId: string; key: ReservationKey }): Promise<void> =>
    announceStay({ ...stay, times: null, localArrival: null });
