import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'svix';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SeamEvent } from '../../simulator/wire.ts';
import { anOracodeDoor, startSimulator, type RunningSimulator } from '../support/simulator.ts';
import { call, create, now } from './seam-calls.ts';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** Answers with the given statuses in turn, then 204. */
const startReceiver = async (...statuses: number[]) => {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body });
      response.writeHead(statuses.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/seam`,
    received,
    types: () => received.map(({ body }) => (JSON.parse(body) as SeamEvent).event_type),
    [Symbol.asyncDispose]: async () => void server.close(),
  };
};

const door = anOracodeDoor();
let sim: RunningSimulator;

beforeEach(async () => {
  sim = await startSimulator({ world: [door], now, webhookRetryMs: [10, 20] });
});
afterEach(() => sim.close());

const register = async (url: string, event_types?: string[]) =>
  (await call(sim, '/webhooks/create', { url, event_types })).body.webhook;

const created = 'access_code.created';
const set = 'access_code.set_on_device';

it('events arrive in order, signed as Svix signs', async () => {
  await using receiver = await startReceiver();
  const { secret } = await register(receiver.url);
  await create(sim, door.device_id);
  sim.advance(10_000);
  await sim.webhooksIdle();
  expect(receiver.types()).toEqual([created, set]);
  for (const { body, headers } of receiver.received) {
    expect(() => new Webhook(secret).verify(body, headers as Record<string, string>)).not.toThrow();
    expect(() => new Webhook(secret).verify(`${body} `, headers as Record<string, string>)).toThrow();
  }
  expect(sim.state().events).toEqual(receiver.received.map(({ body }) => JSON.parse(body) as SeamEvent));
});

it('nobody needs to read for a webhook to be sent', async () => {
  await using quick = await startSimulator({ world: [door], now, settingAfterMs: 10, setAfterMs: 20 });
  await using receiver = await startReceiver();
  await call(quick, '/webhooks/create', { url: receiver.url });
  await create(quick, door.device_id);
  await vi.waitFor(() => expect(receiver.types()).toEqual([created, set]), { timeout: 20_000 });
});

it('a webhook gets only the event types it asked for', async () => {
  await using receiver = await startReceiver();
  await register(receiver.url, [set]);
  await create(sim, door.device_id);
  sim.advance(10_000);
  await sim.webhooksIdle();
  expect(receiver.types()).toEqual([set]);
});

it('a failed delivery is tried again with the same svix-id', async () => {
  await using receiver = await startReceiver(500, 302);
  await register(receiver.url, [created]);
  await create(sim, door.device_id);
  await sim.webhooksIdle();
  const ids = receiver.received.map(({ headers }) => headers['svix-id']);
  expect(ids).toHaveLength(3);
  expect(new Set(ids).size).toBe(1);
  expect(sim.state().deliveries).toMatchObject([
    { outcome: 'delivered', attempts: [{ status: 500 }, { status: 302 }, { status: 204 }] },
  ]);
});

it('a delivery that never succeeds is given up, and the next event still goes out', async () => {
  await using receiver = await startReceiver(500, 500, 500);
  await register(receiver.url);
  await create(sim, door.device_id);
  await sim.webhooksIdle();
  sim.advance(10_000);
  await sim.webhooksIdle();
  expect(sim.state().deliveries.map(({ outcome }) => outcome)).toEqual(['failed', 'delivered']);
});

describe('faults', () => {
  it('webhook_drop loses the event, which is still listed', async () => {
    await using receiver = await startReceiver();
    await register(receiver.url);
    sim.addFault({ kind: 'webhook_drop', event_type: set });
    await create(sim, door.device_id);
    sim.advance(10_000);
    await sim.webhooksIdle();
    expect(receiver.types()).toEqual([created]);
    expect((await call(sim, '/events/list', { since: now })).body.events).toHaveLength(2);
  });

  it('webhook_duplicate sends it twice with one svix-id', async () => {
    await using receiver = await startReceiver();
    await register(receiver.url);
    sim.addFault({ kind: 'webhook_duplicate', times: 1 });
    await create(sim, door.device_id);
    await sim.webhooksIdle();
    const [first, second] = receiver.received;
    expect(receiver.types()).toEqual([created, created]);
    expect(first?.headers['svix-id']).toBe(second?.headers['svix-id']);
  });

  it('webhook_reorder lets a later event overtake', async () => {
    await using receiver = await startReceiver();
    await register(receiver.url);
    sim.addFault({ kind: 'webhook_reorder', delay_ms: 100, times: 1 });
    await create(sim, door.device_id);
    sim.advance(10_000);
    await sim.webhooksIdle();
    expect(receiver.types()).toEqual([set, created]);
  });
});

it('webhooks are listed, read and deleted', async () => {
  const webhook = await register('http://127.0.0.1:9/none', [created]);
  expect(webhook).toEqual({
    webhook_id: webhook.webhook_id,
    url: 'http://127.0.0.1:9/none',
    event_types: [created],
    secret: webhook.secret,
  });
  expect(webhook.secret).toMatch(/^whsec_/);
  expect((await call(sim, '/webhooks/list')).body.webhooks).toEqual([webhook]);
  const { webhook_id } = webhook;
  expect((await call(sim, '/webhooks/get', { webhook_id })).body.webhook).toEqual(webhook);
  expect((await call(sim, '/webhooks/delete', { webhook_id })).body).toEqual({ ok: true });
  expect((await call(sim, '/webhooks/get', { webhook_id })).status).toBe(404);
  expect((await call(sim, '/webhooks/create', { url: 'ftp://x' })).status).toBe(400);
});
