import type { Door } from '../domain/door.ts';
import { planAccess } from '../domain/plan-access.ts';
import type { Policy } from '../domain/policy.ts';
import type { ListedReservation } from '../temporal/listed-reservation.ts';

interface Known {
  doors: ReadonlyMap<string, Door>;
  nowMs: number;
  policyOf: (propertyId: string) => Policy;
}

/**
 * A quiet run keeps nothing of its plan where lists can see it. Of one that is planned the plan is worked out here, by the
 * run's own rules over the doors as they are now, so that a list says when its code opens and is made to the minute.
 */
export const withPlannedTimes = (row: ListedReservation, known: Known): ListedReservation => {
  const { stay, status, doors, timeZone } = row;
  if (status !== 'planned' || stay === null) return row;
  const planned = doors.map((listed) => {
    const door = known.doors.get(listed.doorId);
    if (listed.opensAt !== null || !door) return { listed, coverage: null };
    const policy = known.policyOf(row.propertyId);
    return { listed, coverage: planAccess({ stay, door, policy, nowMs: known.nowMs }).coverage };
  });
  return {
    ...row,
    timeZone: timeZone ?? planned.find(({ coverage }) => coverage)?.coverage?.timeZone ?? null,
    doors: planned.map(({ listed, coverage }) =>
      coverage ? { ...listed, opensAt: coverage.startsAt, closesAt: coverage.endsAt } : listed,
    ),
  };
};
