import type { Plan } from '../domain/plan.ts';
import { doorNotFound, planAccess, refusedPlan } from '../domain/plan-access.ts';
import { utcText } from '../domain/instant-text.ts';
import { defaultPolicy, type Policy } from '../domain/policy.ts';
import type { Stay } from '../domain/reservation.ts';
import { checkStay } from '../domain/stay.ts';
import { zoneClock } from '../domain/zone-clock.ts';
import type { Seam } from './client.ts';
import { refusalOf } from './refusal.ts';

interface Request {
  stay: Stay;
  doorId: string;
  policy: Policy;
  /** Epoch milliseconds. */
  nowMs: number;
  /** IANA, as Seam last had it for the door; null where it was never known. */
  timeZone: string | null;
}

/**
 * Compares a stay with the door as Seam describes it now. What Seam would answer again is a problem of the plan. The stay's
 * own instants are worked out all the same where the door's zone is known from before.
 * @throws {SeamFault} when trying again may help
 */
export const planDoor = async (seam: Seam, { timeZone, ...request }: Request): Promise<Plan> => {
  const plan = await planOrRefusal(seam, request);
  return plan.arrivalAt === null ? { ...plan, ...instantsOf(request.stay, timeZone) } : plan;
};

const planOrRefusal = async (
  seam: Seam,
  { stay, doorId, policy, nowMs }: Omit<Request, 'timeZone'>,
): Promise<Plan> => {
  try {
    const door = await seam.findDoor(doorId);
    return door ? planAccess({ stay, door, policy, nowMs }) : doorNotFound(doorId);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) return refusedPlan([refusal]);
    throw error;
  }
};

/** When the guest comes and goes, UTC, by the clocks of a zone; null where the zone or the text says nothing. */
export const instantsOf = (stay: Stay, timeZone: string | null): Pick<Plan, 'arrivalAt' | 'departureAt'> => {
  const zone = timeZone === null ? null : zoneClock(timeZone);
  const { arrival, departure } = checkStay(stay, zone, defaultPolicy, 0);
  return {
    arrivalAt: arrival === null ? null : utcText(arrival),
    departureAt: departure === null ? null : utcText(departure),
  };
};
