interface Worth {
  /** Asked again in a while, the answer may be another. */
  isRetryable: boolean;
  /** How long the server asked to be left alone; null where it did not say. */
  retryAfterMs?: number | null;
}

/**
 * A feed that could not be fetched, in our words: with host and path at most. Never with the library's own error, which
 * may quote an address, and a calendar's address is all it takes to read it.
 */
export class FetchFault extends Error {
  override readonly name = 'FetchFault';
  readonly isRetryable: boolean;
  readonly retryAfterMs: number | null;

  constructor(message: string, { isRetryable, retryAfterMs = null }: Worth) {
    super(message);
    this.isRetryable = isRetryable;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Somebody has to change something first. */
export const lasting = (message: string): FetchFault => new FetchFault(message, { isRetryable: false });

/** May be over by the next time. */
export const passing = (message: string): FetchFault => new FetchFault(message, { isRetryable: true });
