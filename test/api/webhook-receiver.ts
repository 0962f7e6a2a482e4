import { Writable } from 'node:stream';
import type { Client } from '@temporalio/client';
import fastify from 'fastify';
import { Webhook } from 'svix';
import { seamWebhook, type SeamWebhookOptions } from '../../src/api/seam-webhook.ts';

interface Answer {
  status: number;
  body: { outcome?: string; error?: string };
}

export const aSecret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

/** The plugin in an app of its own, listening with all it logs. */
export const startReceiver = async (
  client: Client,
  secret: string,
  options: Partial<SeamWebhookOptions> = {},
  port = 0,
) => {
  const lines: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  const app = fastify({ logger: { level: 'trace', stream }, forceCloseConnections: true });
  await app.register(seamWebhook, { client, secret, visibilityLagMs: 200, ...options });
  const url = `${await app.listen({ host: '127.0.0.1', port })}/seam/webhook`;

  const post = async (body: string | Uint8Array, headers: Record<string, string>): Promise<Answer> => {
    const response = await fetch(url, { method: 'POST', body: body as string, headers });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  };
  return {
    url,
    post,
    /** Signed as Seam would, unless the headers say otherwise. */
    send: (event: unknown, headers: Record<string, string> = {}) => {
      const body = typeof event === 'string' ? event : JSON.stringify(event);
      return post(body, { ...signed(body, secret), ...headers });
    },
    log: () => lines.join(''),
    [Symbol.asyncDispose]: () => app.close(),
  };
};

export const signed = (
  body: string,
  secret: string,
  { at = new Date(), id = 'msg_1' } = {},
): Record<string, string> => ({
  'content-type': 'application/json',
  'svix-id': id,
  'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
  'svix-signature': new Webhook(secret).sign(id, at, body),
});
