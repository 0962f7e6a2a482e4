import type { LedgerEntry } from './feed-ledger.ts';
import type { Reservation } from './reservation.ts';
import { parseLocalDateTime, toInstant } from './wall-clock.ts';
import { zoneClock } from './zone-clock.ts';

/** A reservation as a feed has it. */
export interface SeenReservation extends Omit<Reservation, 'revision'> {
  /** Where the feed orders its changes. */
  revision?: number;
  contentHash: string;
}

export type Comparison =
  /** To be sent with this entry's revision. `again`: written down before, and maybe not sent. */
  | { outcome: 'new' | 'changed' | 'again'; entry: LedgerEntry }
  | { outcome: 'unchanged' }
  /** The feed itself had a newer one before: this is an old copy. */
  | { outcome: 'old_copy' }
  /** It ended before it was first seen: nobody needs a code. */
  | { outcome: 'over' };

/**
 * Holds a row against what was last made of it. The hash of its content decides whether it changed, as many feeds say
 * nothing else. A change whose revision did not grow gets the next one.
 */
export const compareRow = (
  seen: SeenReservation,
  known: LedgerEntry | undefined,
  nowMs: number,
): Comparison => {
  const span = spanOf(seen);
  if (!known) {
    if (span.departsAt !== null && span.departsAt <= nowMs) return { outcome: 'over' };
    // Without an order of its own the time serves: should the ledger be lost, runs still take what comes as newer.
    return { outcome: 'new', entry: entryOf(seen, seen.revision ?? nowMs, span) };
  }
  if (known.hash === seen.contentHash) {
    return known.isUnsent ? { outcome: 'again', entry: known } : { outcome: 'unchanged' };
  }
  if (isOlder(seen, known)) return { outcome: 'old_copy' };
  const revision = Math.max(seen.revision ?? 0, known.revision + 1);
  return { outcome: 'changed', entry: entryOf(seen, revision, span) };
};

const isOlder = ({ revision }: SeenReservation, { feedRevision }: LedgerEntry): boolean =>
  revision !== undefined && feedRevision !== undefined && revision < feedRevision;

const entryOf = (
  { contentHash, revision: feedRevision, status }: SeenReservation,
  revision: number,
  span: Span,
): LedgerEntry => ({
  hash: contentHash,
  revision,
  ...(feedRevision === undefined ? {} : { feedRevision }),
  status,
  ...span,
  isUnsent: true,
});

type Span = Pick<LedgerEntry, 'arrivesAt' | 'departsAt'>;

const HOUR = 3_600_000;

/** When a stay begins and ends; where no zone is known, the earliest and the latest it may. */
// The first place on Earth to reach a time is at UTC+14, the last at UTC-12.
export const spanOf = ({ stay: { arrival, departure }, timeZone }: SeenReservation): Span => {
  const zone = timeZone === undefined ? null : zoneClock(timeZone);
  const arrives = parseLocalDateTime(arrival) ?? 0;
  const departs = departure === null ? null : (parseLocalDateTime(departure) ?? 0);
  if (zone) {
    return {
      arrivesAt: toInstant(arrives, zone, 'arrival').instant,
      departsAt: departs === null ? null : toInstant(departs, zone, 'departure').instant,
    };
  }
  return { arrivesAt: arrives - 14 * HOUR, departsAt: departs === null ? null : departs + 12 * HOUR };
};
