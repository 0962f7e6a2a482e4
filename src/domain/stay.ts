import { counted, dateText, wallText } from './instant-text.ts';
import { seamsLongestStayNights, type Policy } from './policy.ts';
import type { Notice, Problem } from './problem.ts';
import type { Stay } from './reservation.ts';
import {
  faultOfLocalDateTime,
  LOCAL_DATE_TIME,
  nightsBetween,
  parseLocalDateTime,
  toInstant,
  type Reading,
  type Side,
  type WallTime,
} from './wall-clock.ts';
import { localText, type ZoneClock } from './zone-clock.ts';

/** A stay that makes sense, as instants (epoch milliseconds). */
export interface StayTimes {
  arrival: number;
  departure: number;
  /** Local calendar nights; 0 is day use. */
  nights: number;
  /** The door's. */
  zone: ZoneClock;
}

export interface CheckedStay {
  problems: Problem[];
  notices: Notice[];
  /** Epoch milliseconds; null where the text can't be read or the zone is unknown. */
  arrival: number | null;
  departure: number | null;
  /** Null unless both ends are known and in order. */
  times: StayTimes | null;
}

/**
 * A stay by itself, whatever slots the door has. Without a zone only what the wall clock alone decides is checked.
 * Length counts local calendar nights: Seam's limit is "31 consecutive days", and a clock change adds or removes an
 * hour but no day.
 */
export const checkStay = (stay: Stay, zone: ZoneClock | null, policy: Policy, nowMs: number): CheckedStay => {
  const checked: CheckedStay = { problems: [], notices: [], arrival: null, departure: null, times: null };
  const from = readEnd(checked, stay.arrival, zone, 'arrival');
  if (stay.departure === null) checked.problems.push(ongoing());
  const to = stay.departure === null ? null : readEnd(checked, stay.departure, zone, 'departure');

  if (to !== null && (checked.departure ?? to + FARTHEST_WEST) <= nowMs) {
    checked.problems.push({
      reason: 'stay_already_over',
      message: `Departure ${wallText(to)} is past; expected a stay that is still to come or under way.`,
    });
  }
  if (from === null || to === null) return checked;

  const { arrival, departure } = checked;
  const isInOrder = arrival !== null && departure !== null ? departure > arrival : to > from;
  if (!isInOrder) {
    checked.problems.push({
      reason: 'departure_not_after_arrival',
      message: `Departure ${wallText(to)} is not after arrival ${wallText(from)}.`,
    });
    return checked;
  }
  checkLength(checked, from, to, policy);
  if (zone && arrival !== null && departure !== null) {
    checked.times = { arrival, departure, nights: nightsBetween(from, to), zone };
  }
  return checked;
};

// Nowhere is a wall-clock time reached later than at UTC-12.
const FARTHEST_WEST = 12 * 3_600_000;
const DAY = 86_400_000;

const ongoing = (): Problem => ({
  reason: 'ongoing_not_supported',
  message: 'The stay has no departure, but an offline code always ends; expected a departure.',
});

const readEnd = (checked: CheckedStay, text: string, zone: ZoneClock | null, side: Side): WallTime | null => {
  const wall = parseLocalDateTime(text);
  if (wall === null) {
    const quoted = JSON.stringify(text.slice(0, 40));
    const message = `${capitalised(side)} ${quoted} can't be read: ${faultOfLocalDateTime(text)}; expected ${LOCAL_DATE_TIME}.`;
    checked.problems.push({ reason: 'invalid_input', message });
    return null;
  }
  if (zone) {
    const reading = toInstant(wall, zone, side);
    checked[side] = reading.instant;
    checked.notices.push(...clockChange(() => `${capitalised(side)} ${wallText(wall)}`, reading, zone, side));
  }
  return wall;
};

const checkLength = ({ problems, notices }: CheckedStay, from: WallTime, to: WallTime, policy: Policy) => {
  const limit = policy.longestStayNights;
  const nights = nightsBetween(from, to);
  if (nights > limit) {
    problems.push({
      reason: 'duration_exceeds_max',
      message: `The stay has ${counted(nights, 'night')}, at most ${limit} are possible: a departure by ${dateText(from + limit * DAY)}, or several stays in a row.`,
    });
  } else {
    notices.push(...atTheLimit('The stay has', nights));
  }
};

/** Seam may refuse what is just as long as it allows; a property's own lower limit is in no doubt. `what` begins the sentence. */
export const atTheLimit = (what: string, nights: number): Notice[] => {
  if (nights < seamsLongestStayNights) return [];
  const message = `${what} ${counted(nights, 'night')}, as long as possible. Seam does not say how it counts the last day: it may still refuse.`;
  return [{ reason: 'stay_at_the_limit', message }];
};

/** Says how a time was read that the clocks showed twice or never. `what` begins the sentence. */
export const clockChange = (what: () => string, reading: Reading, zone: ZoneClock, side: Side): Notice[] => {
  // All but two days a year: texts are most of what a plan costs.
  if (!reading.repeated && !reading.skipped) return [];
  const read = localText(reading.instant, zone);
  if (reading.repeated) {
    const which = side === 'arrival' ? 'first' : 'second';
    const message = `${what()} occurs twice in ${zone.name}, as the clocks go back; the ${which} is taken, ${read}.`;
    return [{ reason: 'wall_clock_repeated', message }];
  }
  const message = `${what()} does not occur in ${zone.name}, as the clocks go forward; ${read} is taken.`;
  return [{ reason: 'wall_clock_skipped', message }];
};

const capitalised = (side: Side): string => (side === 'arrival' ? 'Arrival' : 'Departure');
