import type { Plan } from '../domain/plan.ts';
import { doorNotFound, planAccess, refusedPlan } from '../domain/plan-access.ts';
import type { Policy } from '../domain/policy.ts';
import type { Stay } from '../domain/reservation.ts';
import type { Seam } from './client.ts';
import { refusalOf } from './refusal.ts';

interface Request {
  stay: Stay;
  doorId: string;
  policy: Policy;
  /** Epoch milliseconds. */
  nowMs: number;
}

/**
 * Holds a stay against the door as Seam describes it now. What Seam would answer again is a problem of the plan.
 * @throws {SeamFault} when trying again may help
 */
export const planDoor = async (seam: Seam, { stay, doorId, policy, nowMs }: Request): Promise<Plan> => {
  try {
    const door = await seam.findDoor(doorId);
    return door ? planAccess({ stay, door, policy, nowMs }) : doorNotFound(doorId);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) return refusedPlan([refusal]);
    throw error;
  }
};
