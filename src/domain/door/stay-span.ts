import { epochMs } from '../instant-text.ts';
import type { Stay } from '../reservation.ts';
import { heldCodesOf, planOf, type Door } from './door.ts';

const HOUR = 3_600_000;
const LONGEST_STAY_MS = 31 * 24 * HOUR;

/** Epoch milliseconds. */
export interface Span {
  earliest: number;
  latest: number;
}

/** When the guest arrives. Without the door's zone that is between UTC+14, the first place to reach that time, and UTC-12. */
export const arrivalSpan = ({ times, wish: { stay } }: Door): Span => {
  if (times) {
    const at = epochMs(times.arrivalAt);
    return { earliest: at, latest: at };
  }
  const asUtc = wallClockAsUtc(stay.arrival);
  return { earliest: asUtc - 14 * HOUR, latest: asUtc + 12 * HOUR };
};

/** When the guest will have left, at the latest. */
export const departureOf = ({ times, wish: { stay } }: Pick<Door, 'times' | 'wish'>): number =>
  times ? epochMs(times.departureAt) : latestEnd(stay);

/** When there is nothing left to do for this stay at this door: the guest has left and the code has expired. */
export const endOfDoor = (door: Door): number => {
  const coverageEnd = planOf(door)?.coverage?.endsAt ?? null;
  // One that outlives the stay is watched by its notice.
  const codeEnds = heldCodesOf(door)
    .filter(({ outlives }) => outlives === null || outlives.closed?.how === 'serves_again')
    .map(({ code }) => code.endsAt);
  const known = [coverageEnd, ...codeEnds].filter((at) => at !== null).map(epochMs);
  return Math.max(departureOf(door), ...known);
};

// An open-ended stay is given up on as many days after its arrival as an offline code could last.
const latestEnd = ({ arrival, departure }: Stay): number =>
  wallClockAsUtc(departure ?? arrival) + 12 * HOUR + (departure === null ? LONGEST_STAY_MS : 0);

// Unreadable text is a refusal of its own; nothing is ever waited for on its account.
const wallClockAsUtc = (local: string): number => {
  const asUtc = Date.parse(`${local.replace(' ', 'T')}Z`);
  return Number.isNaN(asUtc) ? 0 : asUtc;
};
