import { z } from 'zod';
import { secret } from '../environment/secret.ts';
import { wholeNumber } from '../environment/whole-number.ts';

/** What the environment may set, for `config.ts`. */
export const seamVariables = {
  SEAM_API_KEY: secret(
    z
      .string('expected the key of a Seam workspace')
      .startsWith('seam_', 'expected to start with "seam_"')
      .describe('key of the Seam workspace, `seam_…`'),
  ),
  SEAM_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .default('https://connect.getseam.com')
    .describe("Seam's API; of the simulator, in a trial"),
  SEAM_TIMEOUT_MS: wholeNumber(1_000, 40_000).default(20_000).describe('for one call, milliseconds'),
};

/** The worker's alone: its runs keep the marks. */
export const pinMarkVariables = {
  STAYKEY_PIN_MARK_KEY: secret(
    z
      .string()
      .min(16, 'expected at least 16 characters, such as what `openssl rand -hex 32` prints')
      .optional()
      .describe(
        'by which a run sees that a PIN has changed, the same for all workers and for good ([Marks of PINs](security.md#marks-of-pins)); without it `SEAM_API_KEY` serves, and another one of those sends guests their PINs again',
      ),
  ),
};

/** The worker's alone: it makes codes. */
export const seamPauseVariables = {
  SEAM_LIST_LAG_MS: wholeNumber(0, 30_000)
    .default(4_000)
    .describe(
      "how long a new code may take to show up in Seam's lists, milliseconds ([A lost answer](operations.md#a-lost-answer))",
    ),
  SEAM_READY_PAUSE_MS: wholeNumber(10, 10_000)
    .default(1_000)
    .describe(
      'before the first look at a code just made, milliseconds; twice and four times that before the next two',
    ),
};
