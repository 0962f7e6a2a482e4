import type { FeedHealth } from './feed-health.ts';

/** What was last made of one reservation of a feed. Holds nothing of the guest but in the hash. */
export interface LedgerEntry {
  /** Of the content as the feed last had it; empty where it was cancelled because it is missing. */
  hash: string;
  /** What was sent with it. */
  revision: number;
  /** The feed's own revision, where it has one: an older row is an old copy of the feed. */
  feedRevision?: number;
  status: 'confirmed' | 'cancelled';
  /** Epoch milliseconds; where no zone is known, the earliest and latest they may be. */
  arrivesAt: number;
  /** `null` is an open end. */
  departsAt: number | null;
  /** Written before it was sent, and not known to have been. */
  isUnsent?: true;
  /** The feed no longer has it. */
  missing?: Missing;
  /** It was over, and the feed had dropped it: a reading that has it again is an old copy. */
  isDropped?: true;
}

export interface Missing {
  /** Readings in a row that lacked it. */
  strikes: number;
  /** When the first of them was, epoch milliseconds. */
  since: number;
}

/** A part of what is known of a feed, small enough for one payload. Keys are workflow ids. */
export interface LedgerPage {
  /** Counts the changes: who writes must have read the last one. */
  version: number;
  entries: Record<string, LedgerEntry>;
  /** Of the whole feed; on the first page, once a schedule reads it. */
  health?: FeedHealth;
}

/** What one message does to a page. */
export interface LedgerChange {
  /** The version it was worked out from. */
  version: number;
  put: Record<string, LedgerEntry>;
  /** These were sent as the page has them. */
  sent: string[];
  forget: string[];
  health?: FeedHealth;
}

export const emptyPage = (): LedgerPage => ({ version: 0, entries: {} });

export const changePage = (
  page: LedgerPage,
  { put, sent, forget, health = page.health }: LedgerChange,
): LedgerPage => {
  const entries = { ...page.entries, ...put };
  for (const id of sent) {
    const entry = entries[id];
    if (entry) entries[id] = withoutMark(entry);
  }
  for (const id of forget) delete entries[id];
  return { version: page.version + 1, entries, ...(health && { health }) };
};

const withoutMark = (entry: LedgerEntry): LedgerEntry => {
  const sent = { ...entry };
  delete sent.isUnsent;
  return sent;
};
