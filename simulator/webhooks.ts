import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'svix';
import type { Faults } from './faults.ts';
import type { SimulatorOptions } from './options.ts';
import type { Store, StoredWebhook, WebhookDelivery } from './store.ts';
import type { SeamEvent } from './wire.ts';

export interface Webhooks {
  register: (url: string, eventTypes: string[] | undefined) => StoredWebhook;
  send: (event: SeamEvent) => void;
  /** Settles when no delivery is under way any more. */
  idle: () => Promise<void>;
  close: () => void;
}

/**
 * Sends events as Svix does for Seam. Retries run in real time, because the receiver checks the signature's
 * timestamp against its own clock.
 */
export const createWebhooks = (
  store: Store,
  faults: Faults,
  { webhookRetryMs, webhookTimeoutMs }: SimulatorOptions,
): Webhooks => {
  const closing = new AbortController();
  // First attempts go out one by one per endpoint, so that only a retry or a fault changes their order.
  const lanes = new Map<string, Promise<void>>();
  const underWay = new Set<Promise<unknown>>();

  const track = (work: Promise<unknown>) => {
    const settled = work.catch(() => undefined).finally(() => underWay.delete(settled));
    underWay.add(settled);
  };

  const attempt = async (
    webhook: StoredWebhook,
    delivery: WebhookDelivery,
    payload: string,
  ): Promise<boolean> => {
    if (closing.signal.aborted) return true;
    const sentAt = new Date();
    const record: WebhookDelivery['attempts'][number] = { at: sentAt.toISOString(), status: null };
    delivery.attempts.push(record);
    try {
      const response = await fetch(webhook.url, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/json',
          'svix-id': delivery.svix_id,
          'svix-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
          'svix-signature': new Webhook(webhook.secret).sign(delivery.svix_id, sentAt, payload),
        },
        body: payload,
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(webhookTimeoutMs)]),
      });
      await response.body?.cancel();
      record.status = response.status;
      if (response.ok) delivery.outcome = 'delivered';
      return response.ok;
    } catch (error) {
      record.error = String(error);
      return false;
    }
  };

  const retry = async (webhook: StoredWebhook, delivery: WebhookDelivery, payload: string) => {
    for (const pauseMs of webhookRetryMs) {
      await pause(pauseMs, undefined, { signal: closing.signal, ref: false });
      if (await attempt(webhook, delivery, payload)) return;
    }
    if (delivery.outcome === 'pending') delivery.outcome = 'failed';
  };

  const deliver = async (webhook: StoredWebhook, delivery: WebhookDelivery, payload: string) => {
    if (!(await attempt(webhook, delivery, payload))) track(retry(webhook, delivery, payload));
  };

  const enqueue = (webhook: StoredWebhook, event: SeamEvent) => {
    const subject = { deviceId: event.device_id, eventType: event.event_type };
    const delivery: WebhookDelivery = {
      svix_id: `msg_${event.event_id.replaceAll('-', '')}`,
      webhook_id: webhook.webhook_id,
      url: webhook.url,
      event_id: event.event_id,
      event_type: event.event_type,
      outcome: 'pending',
      attempts: [],
    };
    store.deliveries.push(delivery);
    if (faults.take(['webhook_drop'], subject)) {
      delivery.outcome = 'dropped';
      return;
    }
    const payload = JSON.stringify(event);
    const send = () => deliver(webhook, delivery, payload);
    const late = faults.take(['webhook_reorder'], subject);
    if (late) {
      track(pause(late.delay_ms, undefined, { signal: closing.signal, ref: false }).then(send));
      return;
    }
    const twice = faults.take(['webhook_duplicate'], subject) !== undefined;
    const lane = (lanes.get(webhook.webhook_id) ?? Promise.resolve())
      .then(send)
      .then(() => (twice ? send() : undefined));
    lanes.set(webhook.webhook_id, lane);
    track(lane);
  };

  return {
    register: (url, eventTypes) => {
      const webhook: StoredWebhook = {
        webhook_id: randomUUID(),
        url,
        ...(eventTypes && { event_types: eventTypes }),
        secret: `whsec_${randomBytes(24).toString('base64')}`,
      };
      store.webhooks.set(webhook.webhook_id, webhook);
      return webhook;
    },
    send: (event) => {
      for (const webhook of store.webhooks.values()) {
        if (webhook.event_types?.includes(event.event_type) ?? true) enqueue(webhook, event);
      }
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: () => closing.abort(),
  };
};
