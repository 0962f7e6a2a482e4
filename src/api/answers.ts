import type { z } from 'zod';
import { problemDetails } from './contract.ts';

const refusal = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemDetails } },
});

/** What any route of `/v1` may answer besides its own. */
export const refusals = {
  '4xx': refusal('The request is refused: `type` says why, `detail` what was expected'),
  '5xx': refusal('Not now: 503 with `Retry-After`'),
};

export const okay = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
});
