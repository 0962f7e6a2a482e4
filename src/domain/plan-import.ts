import { judgeAbsence, type AbsencePolicy } from './absence.ts';
import { compareRow, type SeenReservation } from './compare-row.ts';
import { whyNotWhole, type Completeness } from './completeness.ts';
import type { LedgerEntry, LedgerPage } from './feed-ledger.ts';
import { reservationWorkflowId } from './ids.ts';
import { presentIn, type SeenFeed } from './presence.ts';
import type { Reservation } from './reservation.ts';

/** One message to one reservation's run, and what the ledger says of it from then on. */
export interface ImportStep {
  workflowId: string;
  outcome: 'new' | 'changed' | 'again' | 'gone';
  entry: LedgerEntry;
  /** What is sent; null for a cancellation, which is all that is known of a reservation that is gone. */
  reservation: Reservation | null;
}

/** What a reading of a feed asks for, against what is known of the feed. */
export interface ImportPlan {
  steps: ImportStep[];
  /** To be written down only: what is missing, and what is there again. By workflow id. */
  notes: Map<string, LedgerEntry>;
  /** How many stays ahead this reading lacks, however long. */
  lacking: number;
  /** How many are missing, not long enough yet. */
  missing: number;
  /** Nothing to tell. */
  unchanged: number;
  /** Ended before they were first seen. */
  over: number;
  /** Workflow ids of rows that are older than what the feed had before. */
  oldCopies: string[];
  /** Workflow ids that are over and that the feed has dropped: nothing is to be remembered of them. */
  forget: string[];
  /** Of the reading: unless it is whole nothing counts as missing, and nothing is held. */
  completeness: Completeness;
  /** Why what is missing is not counted at this reading; null where it is. */
  doubt: string | null;
  /** Why nothing of it may be done until a human approves; null where it may. */
  held: string | null;
}

interface Options {
  absence: AbsencePolicy;
  nowMs: number;
  /** A human says that what is missing is gone, if it is no more than so many. */
  acceptsMissing?: number;
}

/** Changes nothing: what was planned may be shown, or be carried out. */
export const planImport = (seen: SeenFeed, pages: readonly LedgerPage[], options: Options): ImportPlan => {
  const known = new Map(pages.flatMap(({ entries }) => Object.entries(entries)));
  const plan: ImportPlan = {
    steps: [],
    notes: new Map(),
    lacking: 0,
    missing: 0,
    unchanged: 0,
    over: 0,
    oldCopies: [],
    forget: [],
    completeness: seen.completeness,
    doubt: null,
    held: null,
  };
  for (const row of seen.rows) planRow(plan, row, known, options.nowMs);
  planAbsent(plan, seen, known, options);
  return plan;
};

/**
 * What is done of a plan: of a held one only that what it shows is there. A reading that is not believed in what it
 * lacks still speaks against a cancellation.
 */
export const allowedOf = (plan: ImportPlan, seen: SeenFeed, pages: readonly LedgerPage[]): ImportPlan => {
  if (plan.held === null) return plan;
  const isPresent = presentIn(seen);
  const known = pages.flatMap(({ entries }) => Object.entries(entries));
  const thereAgain = known.filter(([workflowId, entry]) => entry.missing && isPresent(workflowId));
  const notes = new Map(thereAgain.map(([workflowId, entry]) => [workflowId, asPresent(entry)]));
  return { ...plan, steps: [], forget: [], notes };
};

const planRow = (
  plan: ImportPlan,
  row: SeenReservation,
  known: Map<string, LedgerEntry>,
  nowMs: number,
): void => {
  const workflowId = reservationWorkflowId(row);
  const entry = known.get(workflowId);
  const comparison = compareRow(row, entry, nowMs);
  switch (comparison.outcome) {
    case 'unchanged':
      plan.unchanged += 1;
      if (entry?.missing || entry?.isDropped) plan.notes.set(workflowId, asPresent(entry));
      break;
    case 'over':
      plan.over += 1;
      break;
    case 'old_copy':
      plan.oldCopies.push(workflowId);
      break;
    case 'new':
    case 'changed':
    case 'again': {
      const next = asPresent(comparison.entry);
      plan.steps.push({
        workflowId,
        outcome: comparison.outcome,
        entry: next,
        reservation: toReservation(row, next),
      });
      break;
    }
  }
};

const planAbsent = (
  plan: ImportPlan,
  seen: SeenFeed,
  known: Map<string, LedgerEntry>,
  { absence: policy, nowMs, acceptsMissing = 0 }: Options,
): void => {
  const isPresent = presentIn(seen);
  for (const [workflowId, entry] of known) {
    if (isPresent(workflowId)) continue;
    if (isLongOver(entry, nowMs)) plan.forget.push(workflowId);
    // A cancellation that broke off.
    else if (entry.isUnsent && entry.hash === '')
      plan.steps.push({ workflowId, outcome: 'gone', entry, reservation: null });
  }
  const { gone, missing, held } = judgeAbsence(known, isPresent, policy, nowMs);
  plan.lacking = gone.length + missing.size;
  // A human may vouch for a list of which nobody knows whether it is whole; what a source says itself stands.
  const isVouchedFor = seen.completeness.extent === 'unknown' && acceptsMissing > 0;
  if (!isVouchedFor) plan.doubt = whyNotWhole(seen.completeness);
  if (plan.doubt !== null) return;
  const isEmpty = seen.rows.length + seen.passedOver.length + seen.bad.length === 0;
  const { lacking } = plan;
  const isAccepted = lacking <= acceptsMissing;
  if (isAccepted) gone.push(...missing.keys());
  else if (isEmpty && lacking > 0) plan.held = 'it is empty, and there were stays ahead in it';
  else plan.held = held ?? (lacking > 0 ? whyOldCopy(known, isPresent, nowMs) : null);
  plan.missing = isAccepted ? 0 : missing.size;
  if (lacking > 0) plan.doubt = whyDoubtful(plan, seen);
  if (plan.doubt !== null && !isAccepted) return;
  for (const workflowId of gone) {
    const entry = known.get(workflowId);
    if (!entry) continue;
    plan.steps.push({ workflowId, outcome: 'gone', entry: cancelled(entry), reservation: null });
  }
  noteDropped(plan, known, isPresent, nowMs);
  if (isAccepted) return;
  for (const [workflowId, strikes] of missing) {
    const entry = known.get(workflowId);
    if (entry) plan.notes.set(workflowId, { ...entry, missing: strikes });
  }
};

const noteDropped = (
  plan: ImportPlan,
  known: ReadonlyMap<string, LedgerEntry>,
  isPresent: (workflowId: string) => boolean,
  nowMs: number,
): void => {
  for (const [workflowId, entry] of known) {
    const isOver = entry.departsAt !== null && entry.departsAt < nowMs;
    if (isOver && !entry.isDropped && !isPresent(workflowId) && !isLongOver(entry, nowMs))
      plan.notes.set(workflowId, { ...entry, isDropped: true });
  }
};

// Copies of a feed on several servers may differ by hours.
const SURELY_OVER_MS = 24 * 3_600_000;

/** A calendar cached days ago lacks what was booked since, which is no cancellation, and has again what it had dropped since. */
const whyOldCopy = (
  known: ReadonlyMap<string, LedgerEntry>,
  isPresent: (workflowId: string) => boolean,
  nowMs: number,
): string | null => {
  const back = [...known].filter(
    ([workflowId, { isDropped, departsAt }]) =>
      isDropped && (departsAt ?? Infinity) + SURELY_OVER_MS < nowMs && isPresent(workflowId),
  );
  return back.length === 0
    ? null
    : `it is an old copy: it has stays again that were over and that it had dropped (${back.length})`;
};

const whyDoubtful = ({ oldCopies }: ImportPlan, { bad }: SeenFeed): string | null => {
  if (bad.some(({ reservationId }) => reservationId === null)) {
    return 'there are bad rows without an id, which may be any reservation';
  }
  return oldCopies.length > 0 ? 'it is an old copy, which lacks what is newer' : null;
};

const asPresent = (entry: LedgerEntry): LedgerEntry => {
  const there = { ...entry };
  delete there.missing;
  delete there.isDropped;
  return there;
};

const cancelled = (entry: LedgerEntry): LedgerEntry => ({
  ...asPresent(entry),
  // Should it come back, it has changed.
  hash: '',
  status: 'cancelled',
  revision: entry.revision + 1,
  isUnsent: true,
});

// A feed that drops what is over may show it once more after an outage.
const REMEMBER_MS = 7 * 86_400_000;

const isLongOver = ({ departsAt, arrivesAt }: LedgerEntry, nowMs: number): boolean =>
  (departsAt ?? arrivesAt + 31 * 86_400_000) + REMEMBER_MS < nowMs;

const toReservation = (
  { source, propertyId, reservationId, status, stay, timeZone, doorIds, guest }: SeenReservation,
  { revision }: LedgerEntry,
): Reservation => ({
  source,
  propertyId,
  reservationId,
  revision,
  status,
  stay,
  ...(timeZone === undefined ? {} : { timeZone }),
  doorIds,
  guest,
});
