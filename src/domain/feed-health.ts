/** How a feed has been, over its readings. */
export interface FeedHealth {
  /** Readings in a row that could not be fetched or read. */
  failures: number;
  /** The run that counted the last of them: an attempt at it that is repeated counts once. */
  failedIn: string | null;
  /** How many stays ahead the held reading lacks; null where none is held. */
  heldFor: number | null;
  /** The run that found so many missing, and tells staff. */
  heldIn: string | null;
  /** The run that found the feed not to be whole, and tells staff; null once it is whole again. */
  notWholeIn: string | null;
  /** Of the last reading that left nothing to do. */
  mark: FeedMark | null;
}

/** By what a later reading sees that nothing has changed. */
interface FeedMark {
  /** What the server wants to be asked with; see `src/fetch/fetched.ts`. */
  validators: { address: string; etag: string | null; lastModified: string | null };
  /** SHA-256 of the feed's configuration: with another one the same text says other things. */
  configuration: string;
}

export const unknownHealth: FeedHealth = {
  failures: 0,
  failedIn: null,
  heldFor: null,
  heldIn: null,
  notWholeIn: null,
  mark: null,
};
