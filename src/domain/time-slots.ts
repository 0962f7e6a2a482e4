import type { Policy } from './policy.ts';
import type { StayTimes } from './stay.ts';
import type { SlotTime, UsableSlot } from './usable-slots.ts';
import { nightsBetween, toInstant, type Reading, type Side } from './wall-clock.ts';
import { wallAt } from './zone-clock.ts';

/** One time slot on two particular days, held against a stay. */
export interface Fit {
  slot: UsableSlot;
  opens: Reading;
  closes: Reading;
  /** Milliseconds from arrival to opening and from departure to closing; negative is earlier. */
  openingMove: number;
  closingMove: number;
  maxTimeRounding: '1hour' | '1day';
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
// Once a year the clocks go back, and from one noon to the next it is an hour more.
const LONGEST_DAY = 25 * HOUR;

/**
 * The time slot a stay gets, or `null`. Within an hour at both ends (Seam's default rounding), else, where policy
 * allows, a day-bound slot that covers the stay. Seam documents neither the tie-break nor whether 60 minutes are still
 * within the hour: here they are, with a notice. Does not depend on the order of the slots.
 */
export const chooseSlot = (slots: readonly UsableSlot[], stay: StayTimes, policy: Policy): Fit | null => {
  const fits = slots.flatMap((slot) => fitsWithin(HOUR, slot, stay));
  const best = bestOf(fits, stay, policy);
  if (best || !policy.allowDayRounding) return best;
  return bestOf(coveringByDay(slots, stay), stay, policy);
};

/** Day-bound slots on days that cover the stay. Each end moves by less than a day, however long that day is. */
export const coveringByDay = (slots: readonly UsableSlot[], stay: StayTimes): Fit[] =>
  slots
    .filter(({ isDayBound }) => isDayBound)
    .flatMap((slot) => fitsWithin(LONGEST_DAY - 1, slot, stay))
    .filter((fit) => coversStay(fit))
    .map((fit) => ({ ...fit, maxTimeRounding: '1day' }));

/** Every pair of days on which the slot opens and closes that near to the stay's ends, both limits included. */
export const fitsWithin = (limit: number, slot: UsableSlot, stay: StayTimes): Fit[] => {
  const openings = occurrencesNear(slot.checkIn, stay.arrival, 'arrival', limit);
  if (openings.length === 0) return [];
  const closings = occurrencesNear(slot.checkOut, stay.departure, 'departure', limit);
  return openings.flatMap((opens) =>
    closings
      .filter((closes) => closes.instant > opens.instant)
      .map((closes) => ({
        slot,
        opens,
        closes,
        openingMove: opens.instant - stay.arrival,
        closingMove: closes.instant - stay.departure,
        maxTimeRounding: '1hour',
      })),
  );
};

// A slot at 23:45 may serve an arrival at 00:30: the days before and after count too. Moves are measured in elapsed
// time, as Seam is given instants.
const occurrencesNear = (time: SlotTime, instant: number, side: Side, limit: number): Reading[] => {
  const wall = wallAt(instant, time.zone);
  const sameDay = wall - mod(wall, DAY) + time.sinceMidnight;
  return [sameDay - DAY, sameDay, sameDay + DAY]
    .map((candidate) => toInstant(candidate, time.zone, side))
    .filter((reading) => Math.abs(reading.instant - instant) <= limit);
};

const mod = (a: number, b: number): number => ((a % b) + b) % b;

/** Milliseconds both ends move, together. */
const rounding = ({ openingMove, closingMove }: Fit): number => Math.abs(openingMove) + Math.abs(closingMove);

/** Open from arrival to departure. */
const coversStay = ({ openingMove, closingMove }: Fit): boolean => openingMove <= 0 && closingMove >= 0;

/** Local calendar nights, by the door's zone. */
export const nightsOf = ({ opens, closes }: Fit, { zone }: StayTimes): number =>
  nightsBetween(wallAt(opens.instant, zone), wallAt(closes.instant, zone));

/** Rounding out adds a night that the stay's own length does not have. */
export const isMadeTooLong = (fit: Fit, stay: StayTimes, { longestStayNights }: Policy): boolean =>
  stay.nights <= longestStayNights && nightsOf(fit, stay) > longestStayNights;

const bestOf = (fits: readonly Fit[], stay: StayTimes, policy: Policy): Fit | null =>
  fits.filter((fit) => !isMadeTooLong(fit, stay, policy)).sort(byPreference)[0] ?? null;

// An exact fit comes first without being asked for: it covers the stay with no rounding at all. The last two make the
// choice independent of order even among slots that Seam gives the same id and name.
const byPreference = (a: Fit, b: Fit): number =>
  Number(coversStay(b)) - Number(coversStay(a)) || byRounding(a, b);

/** Least rounding first; ties by user level id (none last), then name, then times. */
export const byRounding = (a: Fit, b: Fit): number =>
  rounding(a) - rounding(b) ||
  Number(a.slot.userLevelId === null) - Number(b.slot.userLevelId === null) ||
  byText(a.slot.userLevelId ?? '', b.slot.userLevelId ?? '') ||
  byText(a.slot.name, b.slot.name) ||
  a.opens.instant - b.opens.instant ||
  b.closes.instant - a.closes.instant;

// Code units, not localeCompare: the choice must be the same on every machine.
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
