import { problemsOfDoor } from './door-problems.ts';
import type { Door } from './door.ts';
import { utcText } from './instant-text.ts';
import type { Coverage, Plan } from './plan.ts';
import type { Policy } from './policy.ts';
import type { Notice, Problem } from './problem.ts';
import type { Stay } from './reservation.ts';
import { noSlotFits } from './slot-refusal.ts';
import { noticesOf, zoneMismatches } from './slot-notices.ts';
import { checkStay, type StayTimes } from './stay.ts';
import { chooseSlot, type Fit } from './time-slots.ts';
import { readTimeSlots } from './usable-slots.ts';
import { localText, zoneClock, type ZoneClock } from './zone-clock.ts';

export interface AccessRequest {
  stay: Stay;
  door: Door;
  policy: Policy;
  /** Epoch milliseconds. */
  nowMs: number;
}

/**
 * Holds a stay against a door: what code to ask Seam for, or everything that speaks against it at once. Reads no clock
 * and no machine's zone; the same request always gives the same plan.
 */
export const planAccess = ({ stay, door, policy, nowMs }: AccessRequest): Plan => {
  const zone = door.timeZone === null ? null : zoneClock(door.timeZone);
  const { problems: stayProblems, notices, arrival, departure, times } = checkStay(stay, zone, policy, nowMs);
  const problems = [...problemsOfDoor(door, zone), ...stayProblems];
  const ends = {
    arrivalAt: textOrNull(arrival),
    departureAt: textOrNull(departure),
    ...(zone && arrival !== null ? { localArrival: localText(arrival, zone) } : {}),
  };

  const match = times && door.isOracode ? matchSlots(door, times, policy) : null;
  if (match) {
    notices.push(...match.notices);
    if (!match.fit) problems.push(match.problem);
  }
  if (problems.length > 0 || !match?.fit || !zone)
    return { doorName: door.name, ...zoneOf(zone), ...refusedPlan(problems), notices, ...ends };

  const { fit } = match;
  return {
    doorName: door.name,
    timeZone: zone.name,
    problems,
    notices: [...notices, ...match.noticesOfFit],
    slot: {
      userLevelId: fit.slot.userLevelId,
      name: fit.slot.name,
      maxTimeRounding: fit.maxTimeRounding,
    },
    coverage: coverageOf(fit, zone),
    ...ends,
    issueAt: utcText(fit.opens.instant - policy.issueWindowMs),
  };
};

const zoneOf = (zone: ZoneClock | null) => (zone ? { timeZone: zone.name } : {});

type SlotMatch = { notices: Notice[] } & (
  { fit: Fit; noticesOfFit: Notice[] } | { fit: null; problem: Problem }
);

const matchSlots = (door: Door, times: StayTimes, policy: Policy): SlotMatch => {
  const slots = readTimeSlots(door.timeSlots, times.zone);
  const notices = [...slots.notices, ...zoneMismatches(slots.usable, times)];
  const fit = chooseSlot(slots.usable, times, policy);
  return fit
    ? { notices, fit, noticesOfFit: noticesOf(fit, times) }
    : { notices, fit, problem: noSlotFits(slots, times, policy) };
};

const coverageOf = ({ opens, closes }: Fit, zone: ZoneClock): Coverage => ({
  startsAt: utcText(opens.instant),
  endsAt: utcText(closes.instant),
  localStart: localText(opens.instant, zone),
  localEnd: localText(closes.instant, zone),
  timeZone: zone.name,
});

const textOrNull = (instant: number | null): string | null => (instant === null ? null : utcText(instant));

/** A plan that is nothing but its problems, which came up before the stay could be looked at. */
export const refusedPlan = (problems: Problem[]): Plan => ({
  problems,
  notices: [],
  slot: null,
  coverage: null,
  arrivalAt: null,
  departureAt: null,
  issueAt: null,
});

/** For a device id that Seam answers with 404. */
export const doorNotFound = (doorId: string): Plan =>
  refusedPlan([
    {
      reason: 'device_not_found',
      message: `Seam knows no device "${doorId}"; expected the id of a door in this workspace.`,
    },
  ]);
