/** How far an import has come with what it sends. */
export interface ImportProgress {
  /** The page of the feed's ledger it is at, counted from 0. */
  page: number;
  /** Reservations sent or failed. */
  done: number;
  of: number;
}
