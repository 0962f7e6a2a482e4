import pLimit from 'p-limit';
import type { Plan } from '../domain/plan.ts';
import type { Policy } from '../domain/policy.ts';
import type { Reservation, ReservationKey, Stay } from '../domain/reservation.ts';
import type { Seam } from '../seam/client.ts';
import { planDoor } from '../seam/plan-door.ts';

/** What of a reservation decides about its codes: nothing of the guest. */
export type StayToCheck = Pick<Reservation, keyof ReservationKey | 'stay' | 'status' | 'doorIds'>;

export interface DryRun extends ReservationKey {
  stay: Stay;
  status: Reservation['status'];
  /** Every door would get a code; a cancelled stay wants none. */
  isPossible: boolean;
  doors: { doorId: string; plan: Plan }[];
}

// Seam limits requests by the minute, and a worker shares the limit.
const DOORS_AT_ONCE = 5;

/** What the run itself would plan, for stays that no run need have. Each door is read once. */
export const dryRun = async (
  { seam, policyOf }: { seam: Seam; policyOf: (propertyId: string) => Policy },
  stays: StayToCheck[],
  nowMs: number,
): Promise<DryRun[]> => {
  const each = readingEachDoorOnce(seam);
  return Promise.all(
    stays.map(async ({ source, propertyId, reservationId, stay, status, doorIds }) => {
      const wanted = status === 'cancelled' ? [] : doorIds;
      const doors = await Promise.all(
        wanted.map(async (doorId) => ({
          doorId,
          plan: await planDoor(each, { policy: policyOf(propertyId), stay, doorId, nowMs, timeZone: null }),
        })),
      );
      const isPossible = doors.every(({ plan }) => plan.problems.length === 0);
      return { source, propertyId, reservationId, stay, status, isPossible, doors };
    }),
  );
};

const readingEachDoorOnce = (seam: Seam): Seam => {
  const limit = pLimit(DOORS_AT_ONCE);
  const read = new Map<string, ReturnType<Seam['findDoor']>>();
  const findDoor: Seam['findDoor'] = (doorId) => {
    const known = read.get(doorId) ?? limit(() => seam.findDoor(doorId));
    read.set(doorId, known);
    return known;
  };
  return { ...seam, findDoor };
};
