import { SeamWebhook, SeamWebhookVerificationError } from '@seamapi/webhook';
import { z } from 'zod';

/**
 * All that is taken from a webhook. Seam puts the PIN into some events in clear, so the body itself is never logged,
 * stored or passed on.
 */
export interface SeamWebhookEvent {
  eventId: string;
  /** An open set: types nobody knows yet are events like any other. */
  eventType: string;
  accessCodeId: string | null;
  deviceId: string | null;
}

export type WebhookReading =
  | { kind: 'event'; event: SeamWebhookEvent }
  /** Not proven to be Seam's, or proven for a time more than five minutes from now. */
  | { kind: 'unproven'; why: string }
  /** Seam's, but nothing we can read. */
  | { kind: 'unreadable'; why: string };

/**
 * @param secret `whsec_…`, of the webhook in Seam
 * @returns reads the body exactly as it came: the signature is over its very bytes. Quotes none of it.
 */
export const createWebhookReader = (secret: string) => {
  const webhook = new SeamWebhook(secret);

  return (rawBody: string, headers: Record<string, unknown>): WebhookReading => {
    try {
      const proven: unknown = webhook.verify(rawBody, textsOf(headers));
      const { success, data } = wireEvent.safeParse(proven);
      return success ? { kind: 'event', event: toEvent(data) } : unreadable;
    } catch (error) {
      // Anything else is about the body and may quote it: JSON's own errors do.
      return error instanceof SeamWebhookVerificationError
        ? { kind: 'unproven', why: error.message }
        : unreadable;
    }
  };
};

const unreadable: WebhookReading = {
  kind: 'unreadable',
  why: 'expected a JSON object with event_id and event_type',
};

const id = z.string().min(1).max(200);
const wireEvent = z.object({
  event_id: id,
  event_type: id,
  access_code_id: id.nullish(),
  device_id: id.nullish(),
});

const toEvent = (wire: z.infer<typeof wireEvent>): SeamWebhookEvent => ({
  eventId: wire.event_id,
  eventType: wire.event_type,
  accessCodeId: wire.access_code_id ?? null,
  deviceId: wire.device_id ?? null,
});

const textsOf = (headers: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
