import type { LedgerEntry, Missing } from './feed-ledger.ts';
import { parseReservationWorkflowId } from './ids.ts';

/** When a reservation that a feed no longer has counts as cancelled. */
export interface AbsencePolicy {
  /** Readings in a row it must be missing from. */
  strikes: number;
  /** And at least for so long. */
  leastMinutes: number;
  /** A reading that misses both this share and this many of the stays ahead is held. */
  shrinkShare: number;
  shrinkLeast: number;
}

export interface Absence {
  /** Missing long enough. Workflow ids. */
  gone: string[];
  /** Missing, not long enough yet. */
  missing: Map<string, Missing>;
  /** Why this reading is not to be believed without a human; null where it is. */
  held: string | null;
}

const MINUTE = 60_000;

/**
 * Judges what a reading of a feed lacks. Absence is no cancellation: only a stay ahead counts, and only when it is
 * missing from several readings over a while. A reading that lacks a lot at once, of the feed or of one property, is held.
 */
export const judgeAbsence = (
  known: Iterable<readonly [workflowId: string, LedgerEntry]>,
  isPresent: (workflowId: string) => boolean,
  policy: AbsencePolicy,
  nowMs: number,
): Absence => {
  const ahead = [...known].filter(([, entry]) => entry.status === 'confirmed' && entry.arrivesAt > nowMs);
  const absent = ahead.filter(([workflowId]) => !isPresent(workflowId));
  const absence: Absence = { gone: [], missing: new Map(), held: whyHeld(ahead, absent, policy) };
  for (const [workflowId, entry] of absent) {
    const before = entry.missing ?? { strikes: 0, since: nowMs };
    const missing = { ...before, strikes: before.strikes + 1 };
    const isLong = nowMs - missing.since >= policy.leastMinutes * MINUTE;
    if (isLong && missing.strikes >= policy.strikes) absence.gone.push(workflowId);
    else absence.missing.set(workflowId, missing);
  }
  return absence;
};

type Known = readonly [workflowId: string, LedgerEntry];

const whyHeld = (ahead: Known[], absent: Known[], policy: AbsencePolicy): string | null => {
  // All of two or more at once is a feed that fails, more likely than guests who agree.
  const isMuch = (missing: number, of: number) =>
    (missing >= policy.shrinkLeast && missing / of >= policy.shrinkShare) || (missing > 1 && missing === of);
  if (isMuch(absent.length, ahead.length)) return held('the feed', absent.length, ahead.length, policy);
  // One listing of a large feed that drops out is a small share of it.
  const ofProperty = countByProperty(ahead);
  for (const [propertyId, missing] of countByProperty(absent)) {
    const of = ofProperty.get(propertyId) ?? missing;
    if (isMuch(missing, of)) return held(`property ${propertyId}`, missing, of, policy);
  }
  return null;
};

const held = (what: string, missing: number, of: number, policy: AbsencePolicy): string =>
  `${missing} of the ${of} stays ahead that ${what} had are missing at once ` +
  `(held from ${policy.shrinkLeast} and ${Math.round(policy.shrinkShare * 100)} %, or all of them)`;

const countByProperty = (entries: Known[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const [workflowId] of entries) {
    const propertyId = parseReservationWorkflowId(workflowId)?.propertyId ?? '';
    counts.set(propertyId, (counts.get(propertyId) ?? 0) + 1);
  }
  return counts;
};
