import { FetchFault } from './fetch-fault.ts';

const DAY_MS = 86_400_000;
/** Not ready yet, too slow, too early, too many. */
const PASSING: ReadonlySet<number> = new Set([202, 408, 425, 429]);

/** An answer that is no feed. `retryAfter` is the server's header, seconds or a date. */
export const statusFault = (
  place: string,
  status: number,
  retryAfter: string | undefined,
  nowMs: number,
): FetchFault => {
  const isRetryable = PASSING.has(status) || status >= 500;
  const message = `${place} answered with status ${status}; expected 200${adviceOf(status)}`;
  return new FetchFault(message, {
    isRetryable,
    retryAfterMs: isRetryable ? waitOf(retryAfter, nowMs) : null,
  });
};

const adviceOf = (status: number): string => {
  if (status === 401 || status === 403) return '. Is the secret still right?';
  return status === 404 || status === 410 ? '. Is the address still right?' : '';
};

const waitOf = (retryAfter: string | undefined, nowMs: number): number | null => {
  if (retryAfter === undefined) return null;
  const waitMs = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - nowMs;
  // A feed is not given up for longer because of one header.
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), DAY_MS);
};
