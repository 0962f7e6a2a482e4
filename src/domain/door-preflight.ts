import { problemsOfDoor } from './door-problems.ts';
import type { Door, TimeSlot } from './door.ts';
import { dateText } from './instant-text.ts';
import type { Plan } from './plan.ts';
import { planAccess } from './plan-access.ts';
import type { Policy } from './policy.ts';
import type { Notice, Problem } from './problem.ts';
import { readTimeSlots } from './usable-slots.ts';
import { wallAt, zoneClock, type ZoneClock } from './zone-clock.ts';

/** What can be promised for a door before anybody books it. */
export interface DoorPreflight {
  /** What keeps it from having offline codes at all. */
  problems: Problem[];
  /** Slots whose times nobody can read. */
  notices: Notice[];
  slots: { slot: TimeSlot; isUsable: boolean }[];
  standardStays: { arrival: string; departure: string; plan: Plan }[];
}

// The times most hosts use; 16:00 and 10:00 are a common pair, 15:00 and 11:00 another.
const ARRIVALS = ['15:00', '16:00'];
const DEPARTURES = ['10:00', '11:00'];
const NIGHTS = 3;
const AHEAD_DAYS = 14;
const DAY = 24 * 3_600_000;

/** Holds common stays of a fortnight ahead against a door. `nowMs`: epoch milliseconds. */
export const preflight = (door: Door, policy: Policy, nowMs: number): DoorPreflight => {
  const zone = door.timeZone === null ? null : zoneClock(door.timeZone);
  const day = (ahead: number) => dateText((zone ? wallAt(nowMs, zone) : nowMs) + ahead * DAY);
  const planOf = (arrival: string, departure: string) =>
    planAccess({
      stay: {
        arrival: `${day(AHEAD_DAYS)}T${arrival}`,
        departure: `${day(AHEAD_DAYS + NIGHTS)}T${departure}`,
      },
      door,
      policy,
      nowMs,
    });
  return {
    problems: problemsOfDoor(door, zone),
    notices: zone ? readTimeSlots(door.timeSlots, zone).notices : [],
    slots: door.timeSlots.map((slot) => ({ slot, isUsable: isUsable(slot, zone) })),
    standardStays: ARRIVALS.flatMap((arrival) =>
      DEPARTURES.map((departure) => ({ arrival, departure, plan: planOf(arrival, departure) })),
    ),
  };
};

const isUsable = (slot: TimeSlot, zone: ZoneClock | null): boolean =>
  zone !== null && readTimeSlots([slot], zone).usable.length > 0;
