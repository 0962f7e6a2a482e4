import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { Problem } from '../domain/problem.ts';
import { isSeamFault } from '../seam/errors.ts';

// Ten creates a minute and device (Seam's rate limits): after a 429 without a word on how long, half a window.
const RATE_LIMIT_PAUSE_MS = 30_000;

/** What Seam will answer again however often it is asked, as a problem; undefined when trying again may help. */
export const refusalOf = (error: unknown): Problem | undefined => {
  if (!isSeamFault(error)) return undefined;
  switch (error.kind) {
    case 'refused':
    case 'not_found':
      return { reason: 'refused_by_seam', message: error.message };
    case 'needs_human':
      return { reason: 'seam_needs_attention', message: error.message };
    case 'rate_limited':
    case 'not_sent':
    case 'ambiguous':
      return undefined;
  }
};

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
