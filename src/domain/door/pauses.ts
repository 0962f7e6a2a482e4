import type { Span } from './stay-span.ts';

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

interface LastLook {
  readAt: number;
  /** How many looks found the code not ready. */
  looks: number;
  /** When Seam says it will program the code, UTC; null where it says nothing. */
  wakeAt: string | null;
  arrivalMs: number | null;
}

/** When to look next, epoch milliseconds; always later than the last look. */
export const nextLookAt = ({ readAt, looks, wakeAt, arrivalMs }: LastLook): number => {
  const slowed = pausesMs[Math.min(Math.max(looks - 1, 0), pausesMs.length - 1)] ?? HOUR;
  const scheduled = wakeAt === null ? 0 : Date.parse(wakeAt) + AFTER_SCHEDULED_MS;
  if (scheduled > readAt) return Math.max(scheduled, readAt + SECOND);

  const untilArrival = arrivalMs === null ? Infinity : arrivalMs - readAt;
  if (Math.abs(untilArrival) <= QUICK_AROUND_ARRIVAL_MS)
    return readAt + Math.min(slowed, SLOWEST_NEAR_ARRIVAL_MS);
  const untilQuick = untilArrival - QUICK_AROUND_ARRIVAL_MS;
  return readAt + (untilQuick > 0 ? Math.max(Math.min(slowed, untilQuick), SECOND) : slowed);
};
