import type { Plan } from '../domain/plan.ts';
import type { Policy } from '../domain/policy.ts';
import type { Stay } from '../domain/reservation.ts';
import type { Seam } from '../seam/client.ts';
import { planDoor } from '../seam/plan-door.ts';
import { toFailure } from './seam-faults.ts';

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

/** Instants are settled here, once, and recorded. */
export const createPlanAccess =
  ({ seam, policyOf }: Dependencies) =>
  async ({ propertyId, ...wanted }: AccessWanted): Promise<Plan> => {
    try {
      return await planDoor(seam, { ...wanted, policy: policyOf(propertyId) });
    } catch (error) {
      throw toFailure(error);
    }
  };
