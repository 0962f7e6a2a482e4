import { auditDoor, commonTimes } from '../domain/audit-door.ts';
import type { Door } from '../domain/door.ts';
import type { Policy } from '../domain/policy.ts';
import type { Seam } from '../seam/client.ts';
import { refusalOf } from '../seam/refusal.ts';
import type { DoorView } from './contract.ts';
import { ApiProblem } from './problem.ts';

/**
 * A door with what it can serve under a policy.
 * @throws {ApiProblem} where Seam knows no such door
 */
export const findDoorView = async (
  { findDoor }: Pick<Seam, 'findDoor'>,
  doorId: string,
  policy: Policy,
): Promise<DoorView> => {
  const found = await findDoor(doorId).catch((error: unknown) => {
    // An id that is none, in Seam's view.
    if (refusalOf(error)?.reason === 'refused_by_seam') return null;
    throw error;
  });
  if (found) return doorView(found, policy);
  throw new ApiProblem('unknown-door', `Seam knows no device "${doorId.slice(0, 120)}" in this workspace.`);
};

export const doorView = (one: Door, policy: Policy): DoorView =>
  auditDoor({ door: one, policy, nowMs: Date.now(), times: commonTimes });
