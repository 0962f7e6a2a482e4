import type { Severity } from './outgoing.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export interface Deadline {
  name: 'a day before arrival' | 'four hours before arrival' | 'at arrival';
  beforeMs: number;
  severity: Severity;
}

/** When a door still without a working code is brought up again, louder each time. */
const deadlines: readonly Deadline[] = [
  { name: 'a day before arrival', beforeMs: 24 * HOUR, severity: 'low' },
  { name: 'four hours before arrival', beforeMs: 4 * HOUR, severity: 'medium' },
  { name: 'at arrival', beforeMs: 0, severity: 'high' },
];

/** A booking at the last minute gets this long before the deadlines it came too late for count. */
const GRACE_MS = 5 * MINUTE;

export interface DueDeadline extends Deadline {
  /** Epoch milliseconds. */
  at: number;
}

/**
 * The deadlines of a stay that has been followed since `followedSince`, in the order they fall due. Of those that had
 * passed by then only the last one counts, a little later, and not where the next, louder one comes before that.
 */
export const deadlinesOf = (arrivalMs: number, followedSince: number): DueDeadline[] => {
  const all = deadlines.map((deadline) => ({ ...deadline, at: arrivalMs - deadline.beforeMs }));
  const passed = all.filter(({ at }) => at < followedSince).at(-1);
  const ahead = all.filter(({ at }) => at >= followedSince);
  const at = followedSince + GRACE_MS;
  const isOvertaken = ahead[0] !== undefined && ahead[0].at <= at;
  return [...(passed && !isOvertaken ? [{ ...passed, at }] : []), ...ahead];
};

/** How loud it is that a door has no working code, by how long it is until the arrival. */
export const severityBefore = (aheadMs: number): Severity => {
  if (aheadMs <= 4 * HOUR) return 'high';
  return aheadMs <= 24 * HOUR ? 'medium' : 'low';
};
