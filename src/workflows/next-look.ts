const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * When to read a code again although no webhook came. Webhooks are hints that may be lost, so this backstop never
 * stops; it slows down because every look costs money, and stays quick near arrival, when a human still can act.
 */
const pausesMs = [5 * SECOND, 15 * SECOND, 45 * SECOND, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR];
const QUICK_AROUND_ARRIVAL_MS = 4 * HOUR;
const SLOWEST_NEAR_ARRIVAL_MS = 5 * MINUTE;
// Seam programs a deferred code at the time it names; a look at that very instant would come too early.
const AFTER_SCHEDULED_MS = 30 * SECOND;

/** After how long Seam is asked once more when it gave no answer: an outage of hours must cost no attempt a minute. */
const outagePausesMs = [5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 40 * MINUTE, HOUR];

/** Milliseconds; `failures` counts the questions in a row that got no answer before this one. */
export const untilAskedAgain = (nowMs: number, failures: number, arrival: Span): number => {
  const slowed = outagePausesMs[Math.min(failures, outagePausesMs.length - 1)] ?? HOUR;
  const quickFrom = arrival.earliest - QUICK_AROUND_ARRIVAL_MS;
  const quickTo = arrival.latest + QUICK_AROUND_ARRIVAL_MS;
  if (nowMs >= quickFrom && nowMs <= quickTo) return SLOWEST_NEAR_ARRIVAL_MS;
  return nowMs < quickFrom ? Math.min(slowed, Math.max(quickFrom - nowMs, SECOND)) : slowed;
};

/** Epoch milliseconds. */
export interface Span {
  earliest: number;
  latest: number;
}

interface Moment {
  nowMs: number;
  /** How many looks went before. */
  looks: number;
  /** When Seam says it will program the code, UTC; null where it says nothing. */
  wakeAt: string | null;
  /** UTC; null where unknown. */
  arrivalAt: string | null;
}

/** Milliseconds until the next look, at least one second. */
export const untilNextLook = ({ nowMs, looks, wakeAt, arrivalAt }: Moment): number => {
  const slowed = pausesMs[Math.min(looks, pausesMs.length - 1)] ?? HOUR;
  const untilScheduled = wakeAt === null ? 0 : Date.parse(wakeAt) + AFTER_SCHEDULED_MS - nowMs;
  if (untilScheduled > 0) return Math.max(untilScheduled, SECOND);

  const untilArrival = arrivalAt === null ? Infinity : Date.parse(arrivalAt) - nowMs;
  if (Math.abs(untilArrival) <= QUICK_AROUND_ARRIVAL_MS) return Math.min(slowed, SLOWEST_NEAR_ARRIVAL_MS);
  const untilQuick = untilArrival - QUICK_AROUND_ARRIVAL_MS;
  return untilQuick > 0 ? Math.max(Math.min(slowed, untilQuick), SECOND) : slowed;
};
