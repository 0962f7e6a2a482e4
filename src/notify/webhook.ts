import { Webhook } from 'standardwebhooks';
import { codeOf } from '../domain/error-code.ts';
import { NotifyFault } from './fault.ts';
import type { WebhookSettings } from './settings.ts';

interface Event {
  /** The same over all attempts: the receiver drops an id it has seen. */
  id: string;
  type: 'access_codes.ready' | 'staff.notices';
  data: object;
}

export type SendEvent = (event: Event) => Promise<void>;

/** As https://www.standardwebhooks.com says; a receiver checks it with that project's library for its language. */
export const createWebhook = ({ url, secret }: WebhookSettings, timeoutMs: number): SendEvent => {
  const signer = new Webhook(secret);
  const fault = (message: string) => new NotifyFault('pms_webhook', message);

  const post = async (body: string, headers: Record<string, string>): Promise<number> => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'Staykey', ...headers },
        body,
        // PINs go to the address that was set, and to no other.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      return response.status;
    } catch (error) {
      const isTimeout = error instanceof Error && error.name === 'TimeoutError';
      throw fault(isTimeout ? `no answer within ${timeoutMs / 1000} s` : `no answer (${codeOf(error)})`);
    }
  };

  return async ({ id, type, data }) => {
    const now = new Date();
    const body = JSON.stringify({ type, timestamp: now.toISOString(), data });
    const status = await post(body, {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': signer.sign(id, now, body),
    });
    if (status >= 300 && status < 400) throw fault(`status ${status}: redirects are not followed`);
    if (status < 200 || status >= 300) throw fault(`status ${status}`);
  };
};
