import { createChance, type Chance } from '../../feed-history/chance.ts';
import { HOUR_MS, type Booking } from '../shared/rules.ts';

/** A stay as the PMS tells of it; times count from the start of a pass, milliseconds. */
export interface PlannedStay {
  id: string;
  doorId: string;
  bookAt: number;
  arrivesAt: number;
  change: { at: number; arrivesAt: number } | null;
  cancelAt: number | null;
}

export interface Plan {
  stays: PlannedStay[];
  doorIds: string[];
  /** The account behind this door is gone until the end: its codes are made and never confirmed. */
  deadDoorId: string | null;
  staysForMs: number;
  /** So many of the first stays are there to warm things up: their times are not counted. */
  warmUp: number;
}

// Booked 28 hours ahead of arrival, a moment before the first deadline.
const AHEAD_MS = 28 * HOUR_MS;

const WARM_UP = 6;
const WARM_UP_MS = 1_500;

/** Nothing goes wrong and nobody changes anything: for times, memory and bytes. */
export const planQuiet = (prefix: string, count: number, perSecond: number): Plan => {
  const doorIds = doors(12);
  const stays = Array.from({ length: WARM_UP + count }, (_, index): PlannedStay => {
    const bookAt = index < WARM_UP ? 0 : Math.round(WARM_UP_MS + ((index - WARM_UP) * 1000) / perSecond);
    return {
      id: `${prefix}-${index}`,
      doorId: pick(doorIds, index),
      bookAt,
      arrivesAt: bookAt + AHEAD_MS,
      change: null,
      cancelAt: null,
    };
  });
  return { stays, doorIds, deadDoorId: null, staysForMs: 20 * HOUR_MS, warmUp: WARM_UP };
};

/**
 * A season in small: 31 % cancelled and 7 % changed, as measured on a real feed, a moment or seconds after they were
 * booked. One door of twelve has lost its account; its stays come first, so that each of their deadlines passes.
 */
export const planRough = (prefix: string, count: number, forMs: number, seed: number): Plan => {
  const chance = createChance(seed);
  const doorIds = doors(12);
  const [deadDoorId = null, ...working] = doorIds;
  const dead = Math.ceil(count / 12);
  const stays = Array.from({ length: count }, (_, index): PlannedStay => {
    const bookAt = Math.round((index * forMs) / count);
    const stay = { id: `${prefix}-${index}`, bookAt, arrivesAt: bookAt + AHEAD_MS };
    return index < dead
      ? { ...stay, doorId: doorIds[0] ?? '', change: null, cancelAt: null }
      : { ...stay, doorId: pick(working, index), ...fate(chance, bookAt) };
  });
  return { stays, doorIds, deadDoorId, staysForMs: 10 * 60_000, warmUp: 0 };
};

const fate = (chance: Chance, bookAt: number): Pick<PlannedStay, 'change' | 'cancelAt'> => {
  const at = bookAt + chance.whole(50, 5_000);
  return chance.oneOf<Pick<PlannedStay, 'change' | 'cancelAt'>>([
    [31, { change: null, cancelAt: at }],
    [7, { change: { at, arrivesAt: at + AHEAD_MS }, cancelAt: null }],
    [62, { change: null, cancelAt: null }],
  ]);
};

const doors = (count: number): string[] => Array.from({ length: count }, (_, index) => `door-${index}`);

const pick = (from: string[], index: number): string => from[index % from.length] ?? '';

/** @param startMs of the pass; @param slot the times of a user level that the doors have */
export const bookingOf = (
  stay: PlannedStay,
  revision: number,
  startMs: number,
  { staysForMs }: Plan,
  slot: { startsAt: string; endsAt: string },
): Booking => {
  const arrivesAt = startMs + (revision > 1 && stay.change ? stay.change.arrivesAt : stay.arrivesAt);
  return {
    id: stay.id,
    revision,
    doorId: stay.doorId,
    ...slot,
    arrivesAt,
    departsAt: arrivesAt + staysForMs,
  };
};
