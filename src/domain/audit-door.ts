import { problemsOfDoor } from './door-problems.ts';
import type { Door, TimeSlot } from './door.ts';
import { dateText } from './instant-text.ts';
import { planAccess } from './plan-access.ts';
import type { Plan } from './plan.ts';
import type { Policy } from './policy.ts';
import type { Notice, Problem } from './problem.ts';
import { noneUsable } from './slot-refusal.ts';
import { readTimeSlots, type UnusableKind } from './usable-slots.ts';
import { wallAt, zoneClock, type ZoneClock } from './zone-clock.ts';

/** Wall clock, `HH:MM`. */
export interface StandardTimes {
  arrival: string;
  departure: string;
}

/** What most hosts let to. */
export const commonTimes: readonly StandardTimes[] = [
  { arrival: '15:00', departure: '10:00' },
  { arrival: '15:00', departure: '11:00' },
  { arrival: '16:00', departure: '10:00' },
  { arrival: '16:00', departure: '11:00' },
];

interface TimesServed extends StandardTimes {
  isServed: boolean;
  /** The slot's name, and from when to when it opens on the lock's clock, with offset; null where none serves. */
  slot: string | null;
  localStart: string | null;
  localEnd: string | null;
  problems: Problem[];
  notices: Notice[];
}

/** What can be promised for a door before anybody books it. */
export interface DoorAudit extends Omit<Door, 'timeSlots'> {
  timeSlots: (Omit<TimeSlot, 'is24Hour' | 'isBiweekly' | 'isOneShot' | 'isMaster'> & {
    isDayBound: boolean;
    /** Staykey may choose it: no master, one-shot or biweekly level, and readable. */
    isUsable: boolean;
    whyNot: UnusableKind | null;
  })[];
  /** What keeps the door from having offline codes at all: without any it can serve some stays. */
  problems: Problem[];
  /** Slots whose times can't be read. */
  notices: Notice[];
  /** Stays of three nights, two weeks from now, held against the door. */
  standardTimes: TimesServed[];
}

interface AuditRequest {
  door: Door;
  policy: Policy;
  /** Epoch milliseconds. */
  nowMs: number;
  times: readonly StandardTimes[];
}

/** Holds a door against the times a host lets to, before a reservation does. */
export const auditDoor = ({ door, policy, nowMs, times }: AuditRequest): DoorAudit => {
  const { timeSlots, ...described } = door;
  const zone = door.timeZone === null ? null : zoneClock(door.timeZone);
  const { usable, unusable, notices } = readTimeSlots(timeSlots, zone ?? utc);
  const noSlot: Problem = {
    reason: 'times_do_not_match_slots',
    message: `No stay can be served: ${noneUsable(unusable)}`,
  };
  const today = wallAt(nowMs, zone ?? utc);
  const [arrivalDay, departureDay] = [dateText(today + 14 * DAY), dateText(today + 17 * DAY)];
  return {
    ...described,
    timeSlots: timeSlots.map((slot) => describeSlot(slot, zone ?? utc)),
    problems: [...problemsOfDoor(door, zone), ...(usable.length === 0 && door.isOracode ? [noSlot] : [])],
    notices,
    standardTimes: times.map(({ arrival, departure }) => {
      const stay = { arrival: `${arrivalDay}T${arrival}`, departure: `${departureDay}T${departure}` };
      return { arrival, departure, ...servedBy(planAccess({ stay, door, policy, nowMs })) };
    }),
  };
};

const DAY = 86_400_000;
// Only to tell which slots can be read where the door's own zone is missing.
const utc: ZoneClock = { name: 'UTC', offsetAt: () => 0 };

const describeSlot = (slot: TimeSlot, zone: ZoneClock): DoorAudit['timeSlots'][number] => {
  const { userLevelId, name, checkIn, checkOut } = slot;
  const {
    usable: [usable],
    unusable: [whyNot = null],
  } = readTimeSlots([slot], zone);
  const isDayBound = usable?.isDayBound === true;
  return { userLevelId, name, checkIn, checkOut, isDayBound, isUsable: usable !== undefined, whyNot };
};

const servedBy = ({ slot, coverage, problems, notices }: Plan): Omit<TimesServed, keyof StandardTimes> => ({
  isServed: slot !== null,
  slot: slot?.name ?? null,
  localStart: coverage?.localStart ?? null,
  localEnd: coverage?.localEnd ?? null,
  problems,
  notices,
});
