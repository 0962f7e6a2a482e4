import type { Problem } from '../domain/problem.ts';
import { isSeamFault } from './errors.ts';

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
