import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { isSeamFault } from '../seam/errors.ts';

// Ten creates a minute and device (Seam's rate limits): after a 429 without a word on how long, half a window.
const RATE_LIMIT_PAUSE_MS = 30_000;

/** What Temporal retries, with Seam's own wait where it names one. Never carries the cause: it may hold the key. */
export const toFailure = (error: unknown): unknown => {
  if (!isSeamFault(error)) return error;
  if (error.kind === 'rate_limited') {
    return ApplicationFailure.create({
      type: 'SeamRateLimited',
      message: error.message,
      nextRetryDelay: error.retryAfterMs ?? RATE_LIMIT_PAUSE_MS,
      category: ApplicationFailureCategory.BENIGN,
    });
  }
  return ApplicationFailure.create({ type: 'SeamUnavailable', message: error.message });
};
