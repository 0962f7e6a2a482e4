import { durationText, wallText } from './instant-text.ts';
import type { Notice } from './problem.ts';
import { atTheLimit, clockChange, type StayTimes } from './stay.ts';
import { nightsOf, type Fit } from './time-slots.ts';
import type { SlotTime, UsableSlot } from './usable-slots.ts';
import { toInstant } from './wall-clock.ts';
import { wallAt, type ZoneClock } from './zone-clock.ts';

const HOUR = 3_600_000;

/** What staff should know of the slot a stay gets. */
export const noticesOf = (fit: Fit, stay: StayTimes): Notice[] => [
  ...lockedOut(fit, stay),
  ...(fit.maxTimeRounding === '1day' ? [roundedToTheDay(fit, stay)] : roundedByTheHour(fit, stay)),
  ...slotClockChanges(fit),
  ...stretchedToTheLimit(fit, stay),
];

const lockedOut = ({ slot, opens, closes, openingMove, closingMove }: Fit, stay: StayTimes): Notice[] => {
  const notices: Notice[] = [];
  if (openingMove > 0) {
    const message = `Time slot "${slot.name}" opens at ${local(opens.instant, stay)}, ${durationText(openingMove)} after the guest's arrival at ${local(stay.arrival, stay)}.`;
    notices.push({ reason: 'opens_after_arrival', message });
  }
  if (closingMove < 0) {
    const message = `Time slot "${slot.name}" closes at ${local(closes.instant, stay)}, ${durationText(-closingMove)} before the guest's departure at ${local(stay.departure, stay)}.`;
    notices.push({ reason: 'closes_before_departure', message });
  }
  return notices;
};

const roundedToTheDay = ({ slot, opens, closes }: Fit, stay: StayTimes): Notice => ({
  reason: 'rounded_to_the_day',
  message: `Day-bound time slot "${slot.name}" gives access from ${local(opens.instant, stay)} to ${local(closes.instant, stay)} for a stay from ${local(stay.arrival, stay)} to ${local(stay.departure, stay)}.`,
});

const roundedByTheHour = (
  { slot, opens, closes, openingMove, closingMove }: Fit,
  stay: StayTimes,
): Notice[] => {
  const ends: string[] = [];
  if (Math.abs(openingMove) === HOUR) {
    ends.push(`opens at ${local(opens.instant, stay)} for an arrival at ${local(stay.arrival, stay)}`);
  }
  if (Math.abs(closingMove) === HOUR) {
    ends.push(`closes at ${local(closes.instant, stay)} for a departure at ${local(stay.departure, stay)}`);
  }
  if (ends.length === 0) return [];
  const message = `Time slot "${slot.name}" ${ends.join(' and ')}: exactly 60 minutes, which Seam may or may not count as within the hour.`;
  return [{ reason: 'rounded_by_the_whole_hour', message }];
};

// A time the guest shares with the slot is told once, with the stay.
const slotClockChanges = ({ slot, opens, closes, openingMove, closingMove }: Fit): Notice[] => [
  ...(openingMove === 0
    ? []
    : clockChange(() => `The opening of time slot "${slot.name}"`, opens, slot.checkIn.zone, 'arrival')),
  ...(closingMove === 0
    ? []
    : clockChange(() => `The closing of time slot "${slot.name}"`, closes, slot.checkOut.zone, 'departure')),
];

// A stay that is as long by itself has been told already.
const stretchedToTheLimit = (fit: Fit, stay: StayTimes): Notice[] => {
  const nights = nightsOf(fit, stay);
  return nights > stay.nights ? atTheLimit(`Time slot "${fit.slot.name}" gives access for`, nights) : [];
};

const local = (instant: number, { zone }: StayTimes): string => wallText(wallAt(instant, zone));

/**
 * A zone is typed in by people, for the site and again with its slots. Where they disagree on this stay's days, somebody
 * should say which is right: a wrong zone shifts every code.
 */
export const zoneMismatches = (slots: readonly UsableSlot[], stay: StayTimes): Notice[] => {
  const slotsByZone = new Map<string, Set<string>>();
  for (const { name, checkIn, checkOut } of slots) {
    const ends: [SlotTime, number][] = [
      [checkIn, stay.arrival],
      [checkOut, stay.departure],
    ];
    for (const [time, instant] of ends) {
      if (!differsBetween(time.zone, stay.zone, instant)) continue;
      slotsByZone.set(time.zone.name, (slotsByZone.get(time.zone.name) ?? new Set()).add(`"${name}"`));
    }
  }
  return [...slotsByZone].map(([zone, names]) => ({
    reason: 'time_zone_mismatch',
    message: `The door is in ${stay.zone.name}, but ${[...names].join(', ')} in ${zone}, where the clocks read otherwise during this stay. The slots' own zone is used.`,
  }));
};

// By the day's wall clock, so that a change of the clocks on that very day is compared at the same reading.
const differsBetween = (one: ZoneClock, other: ZoneClock, instant: number): boolean =>
  one.name !== other.name &&
  toInstant(wallAt(instant, other), one, 'arrival').instant !==
    toInstant(wallAt(instant, other), other, 'arrival').instant;
