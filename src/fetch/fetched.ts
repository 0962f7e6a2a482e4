/** What a later call needs to be told "not changed" instead of the same text once more. Plain data. */
export interface Validators {
  /** SHA-256 of the address that gave them: they mean nothing to another. It can't be turned back into the address. */
  address: string;
  etag: string | null;
  lastModified: string | null;
}

/** `fileName` is what messages may call the feed: no query string, no path of a secret address. */
export interface FetchedText {
  kind: 'text';
  text: string;
  fileName: string;
  /** As the server wrote it, for messages; null for a file. Readers go by the text alone. */
  contentType: string | null;
  /** Null where the server gave none, and for a file. */
  validators: Validators | null;
}

export type Fetched = FetchedText | { kind: 'unchanged'; fileName: string; validators: Validators };
