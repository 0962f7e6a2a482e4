import type { Plan } from '../domain/plan.ts';
import { doorNotFound, planAccess, refusedPlan } from '../domain/plan-access.ts';
import type { Policy } from '../domain/policy.ts';
import type { Stay } from '../domain/reservation.ts';
import type { Seam } from '../seam/client.ts';
import { refusalOf, toFailure } from './seam-faults.ts';

export interface AccessWanted {
  propertyId: string;
  stay: Stay;
  doorId: string;
  /** The run's own clock, epoch milliseconds. */
  nowMs: number;
}

interface Dependencies {
  seam: Seam;
  policyOf: (propertyId: string) => Policy;
}

/** Holds the stay against the door as Seam describes it now. Instants are settled here, once, and recorded. */
export const createPlanAccess =
  ({ seam, policyOf }: Dependencies) =>
  async ({ propertyId, stay, doorId, nowMs }: AccessWanted): Promise<Plan> => {
    try {
      const door = await seam.findDoor(doorId);
      if (!door) return doorNotFound(doorId);
      return planAccess({ stay, door, policy: policyOf(propertyId), nowMs });
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal) return refusedPlan([refusal]);
      throw toFailure(error);
    }
  };
