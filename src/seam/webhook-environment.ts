import { z } from 'zod';
import { isWebhookSecret, WEBHOOK_SECRET } from '../domain/webhook-secret.ts';
import { secret } from '../environment/secret.ts';

/** What the environment may set, for `config.ts`. */
export const seamWebhookVariables = {
  SEAM_WEBHOOK_SECRET: secret(
    z
      .string()
      .refine(isWebhookSecret, `expected ${WEBHOOK_SECRET}`)
      .optional()
      .describe(
        "`whsec_…` of the webhook in Seam; without it none is received ([Seam's webhooks](operations.md#seams-webhooks))",
      ),
  ),
};
