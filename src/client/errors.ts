import type { InvalidField, ProblemDetails, ProblemType } from './problem-details.ts';

type Told = Omit<Partial<ProblemDetails>, 'status'> & { status: number | null };

/**
 * Every call that is not carried out, whether Staykey refused it or could not be asked. Holds neither the token nor
 * anything of a body: it may be logged as it is. A caller's own abort is not one of these: it is thrown as it was given.
 */
export class StaykeyError extends Error {
  override readonly name = 'StaykeyError';
  /** Of the answer; null where none came. */
  readonly status: number | null;
  readonly type: ProblemType;
  readonly title: string;
  /** For people. */
  readonly detail: string;
  /** Finds the request in Staykey's log; null where none is known. */
  readonly requestId: string | null;
  /** Everything that is wrong with the request. */
  readonly errors: readonly InvalidField[];
  /** The revision that is followed, where the answer says so. */
  readonly revision: number | null;
  /** How long to wait before the next try, milliseconds, where the answer says so. */
  readonly retryAfterMs: number | null;

  /** `asked`: method and path, without the query. */
  constructor(asked: string, told: Told, retryAfterMs: number | null = null) {
    const { type = 'about:blank', title = 'No title', detail = '' } = told;
    super(`${asked}: ${title}. ${detail}`.trimEnd());
    this.status = told.status;
    this.type = type;
    this.title = title;
    this.detail = detail;
    this.requestId = told.requestId ?? null;
    this.errors = told.errors ?? [];
    this.revision = told.revision ?? null;
    this.retryAfterMs = retryAfterMs;
  }
}

export const isStaykeyError = (error: unknown): error is StaykeyError => error instanceof StaykeyError;

/** Older than what is followed, which is `revision`: nothing was changed. Send what the PMS says now. */
export const isStale = (error: unknown): error is StaykeyError & { revision: number } =>
  isOf(error, 'stale-revision') && error.revision !== null;

/** The revision is known with other contents: nothing was changed. A change needs a higher one. */
export const isRevisionReused = (error: unknown): error is StaykeyError & { revision: number } =>
  isOf(error, 'revision-reused') && error.revision !== null;

export const isUnknownReservation = (error: unknown): error is StaykeyError =>
  isOf(error, 'unknown-reservation');

/** A lever that makes no sense as things stand; `detail` says why. */
export const isRefused = (error: unknown): error is StaykeyError =>
  isOf(error, 'refused') || isOf(error, 'no-code') || isOf(error, 'run-over');

/** Not now: the same call may do later. Whether it was carried out is unknown unless it is safe to repeat. */
export const isUnavailable = (error: unknown): error is StaykeyError =>
  isStaykeyError(error) && (error.status === null || TRY_LATER.has(error.status));

const TRY_LATER: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

const isOf = (error: unknown, kind: string): error is StaykeyError =>
  isStaykeyError(error) && error.type === `urn:staykey:problem:${kind}`;
