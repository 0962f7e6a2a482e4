import { z } from 'zod';
import { defaultPolicy } from '../domain/policy.ts';
import { wholeNumber } from './whole-number.ts';

const DAY_MS = 86_400_000;

/** What the environment may set, for `config.ts`. */
export const policyVariables = {
  STAYKEY_ISSUE_WINDOW_DAYS: wholeNumber(0, 365)
    .default(defaultPolicy.issueWindowMs / DAY_MS)
    .describe('how long before it opens the door a code may be made, days'),
  STAYKEY_LONGEST_STAY_NIGHTS: wholeNumber(1, 31)
    .default(defaultPolicy.longestStayNights)
    .describe('longer stays are refused'),
  STAYKEY_ALLOW_DAY_ROUNDING: z
    .enum(['true', 'false'])
    .default(defaultPolicy.allowDayRounding ? 'true' : 'false')
    .describe(
      'let a day-bound time slot move an end of the stay by more than an hour ([rules.md](rules.md))',
    ),
  STAYKEY_POLICY_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      'JSON file of what a property decides for itself ([below](#what-a-property-decides-for-itself))',
    ),
};
