import { z } from 'zod';
import { isWebhookSecret, WEBHOOK_SECRET } from '../domain/webhook-secret.ts';

/** What the environment may set, for `config.ts`. */
export const seamWebhookVariables = {
  SEAM_WEBHOOK_SECRET: z.string().refine(isWebhookSecret, `expected ${WEBHOOK_SECRET}`).optional(),
};
