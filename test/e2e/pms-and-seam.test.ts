import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Webhook } from 'standardwebhooks';
import type { AccessCodes, Applied } from '../../src/api/contract.ts';
import type { ReservationStateView } from '../../src/api/state-contract.ts';
import { startPms } from '../notify/pms.ts';
import { startApiProcesses, type ApiProcesses } from '../support/api-processes.ts';
import { stayOf, steadyZone } from '../support/builders.ts';
import { namesInScrape, watchedMetrics } from '../support/watched-metrics.ts';
import { anOracodeDoor, startSimulator, type RunningSimulator } from '../support/simulator.ts';

const door = anOracodeDoor({ timeZone: steadyZone });
const path = '/v1/reservations/pms/beach-house/4711';
const pmsSecret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
const guest = { name: 'Ada Rivers', email: 'ada@guests.example' };
const booking = (revision: number, nights: number) => ({
  revision,
  ...stayOf({ arrivesInDays: 1, nights }),
  doors: [door.device_id],
  guest,
});

let simulator: RunningSimulator;
let pms: Awaited<ReturnType<typeof startPms>>;
let api: ApiProcesses;
beforeAll(async () => {
  // Seam sets a code an hour of its own time after it was made: only the test's hand brings that about.
  simulator = await startSimulator({ world: [door], settingAfterMs: 1_000, setAfterMs: 3_600_000 });
  pms = await startPms();
  api = await startApiProcesses(simulator, {
    webhooks: true,
    env: { PMS_WEBHOOK_URL: pms.url, PMS_WEBHOOK_SECRET: pmsSecret },
  });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await pms[Symbol.asyncDispose]();
  await simulator.close();
});

const call = async <Body>(
  method: string,
  to: string,
  body?: object,
): Promise<{ status: number; body: Body }> => {
  const response = await fetch(`${api.url}${to}`, {
    method,
    headers: {
      authorization: `Bearer ${api.tokens.all}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: (await response.json()) as Body };
};
const state = async () => (await call<ReservationStateView>('GET', path)).body;
const doorIs = (wanted: string) => async () => (await state()).doors[0]?.state === wanted;
/** What the PMS was sent about codes, each proven by its signature. */
const told = () =>
  pms.received
    .map(({ body, headers }) => new Webhook(pmsSecret).verify(body, headers as Record<string, string>))
    .map((event) => event as { type: string; data: { doors: { pin: string | null }[] } })
    .filter(({ type }) => type === 'access_codes.ready');
const codes = () => simulator.state().access_codes;
const patience = { timeout: 40_000, interval: 200 };

test('a booking over HTTP gets its code, Seam’s webhook makes it ready, the PMS is told, and a cancellation says what stays live', async () => {
  const put = await call<Applied>('PUT', path, booking(1, 2));
  expect([put.status, put.body.outcome]).toEqual([201, 'started']);
  await vi.waitUntil(doorIs('waiting_until_ready'), patience);
  expect(codes()).toHaveLength(1);
  expect(told()).toEqual([]);

  simulator.advance(3_600_000); // Seam sets the code and says so
  await vi.waitUntil(doorIs('ready'), patience);
  await vi.waitUntil(() => told().length === 1, patience);
  const pin = codes()[0]?.code;
  expect(told()[0]?.data.doors).toMatchObject([{ pin }]);
  const read = await call<AccessCodes>('GET', `${path}/access-codes`);
  expect(JSON.stringify(read.body)).toContain(JSON.stringify(pin));
  expect(simulator.state().deliveries.map(({ outcome }) => outcome)).toEqual(['delivered', 'delivered']);

  const longer = await call<Applied>('PUT', path, booking(2, 4)); // two nights more
  expect([longer.status, longer.body.outcome]).toEqual([200, 'changed']);
  await vi.waitUntil(() => codes().length === 2, patience);
  await vi.waitUntil(doorIs('waiting_until_ready'), patience);
  simulator.advance(3_600_000);
  await vi.waitUntil(doorIs('ready'), patience);
  await vi.waitUntil(() => told().length === 2, patience);
  const [first] = (await state()).doors[0]?.liveCodes ?? [];
  expect(first).toMatchObject({ cause: 'stay_changed', closed: null });

  const stale = await call<{ revision: number }>('PUT', path, booking(1, 2));
  expect([stale.status, stale.body.revision]).toEqual([409, 2]);

  const cancelled = await call<Applied>('DELETE', `${path}?revision=3`);
  expect(cancelled.status).toBe(200);
  await vi.waitUntil(async () => (await state()).doors[0]?.liveCodes.length === 2, patience);
  expect((await state()).status).toBe('cancelled');
  expect(JSON.stringify(await state())).not.toMatch(/revoked|Ada|guests\.example/);
  expect(codes()).toHaveLength(2);
});

test('it was the webhook that woke the run, not its own looks', async () => {
  const connection = await Connection.connect({ address: api.temporalAddress });
  const { events } = await new Client({ connection }).workflow
    .getHandle('reservation/pms/beach-house/4711')
    .fetchHistory();
  await connection.close();
  const signals = (events ?? []).map((event) => event.workflowExecutionSignaledEventAttributes?.signalName);
  expect(signals.filter((name) => name === 'seamEvent').length).toBeGreaterThanOrEqual(2);
});

test('a forged webhook is turned away', async () => {
  const response = await fetch(`${api.url}/seam/webhook`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'svix-id': 'm',
      'svix-timestamp': '1',
      'svix-signature': 'v1,x',
    },
    body: '{}',
  });
  expect(response.status).toBe(401);
});

const scrape = async (process: keyof ApiProcesses['scrape']) =>
  (await fetch(`${api.scrape[process]}/metrics`)).text();

test('all that alerts and the dashboard look at is there to be scraped, and nobody’s name, PIN or reservation', async () => {
  // The SDK speaks of failed tasks once there is one: of a kind of run that this worker does not know.
  const connection = await Connection.connect({ address: api.temporalAddress });
  const unknown = { workflowId: 'unknown', taskQueue: 'staykey', args: [] };
  const run = await new Client({ connection }).workflow.start('unknownWorkflow', unknown);
  await vi.waitUntil(async () => (await scrape('worker')).includes('task_execution_failed_total'), patience);
  await run.terminate();
  await connection.close();

  const ours = [await scrape('worker'), await scrape('api')];
  const exposed = new Set([...ours, await scrape('temporal')].flatMap(namesInScrape));
  expect(watchedMetrics().filter((name) => !exposed.has(name))).toEqual([]);
  expect(ours.join('')).toContain('staykey_codes_total{how="made"} 2');
  expect(ours.join('')).toContain('staykey_seam_webhooks_total{outcome="unproven"} 1');
  expect(ours.join('')).toMatch(/staykey_seam_webhooks_total\{outcome="signalled"\} [1-9]/);
  expect(ours.join('')).toContain(
    'staykey_http_requests_total{method="DELETE",route="/v1/reservations/:source/:propertyId/:reservationId",status="200"} 1',
  );
  expect(ours.join('')).not.toMatch(/4711|beach-house|Ada|guests\.example/);
  for (const { code } of codes()) expect(ours.join('')).not.toContain(`"${code}"`);
});

test('worker and API say that they are ready, on the port that is scraped', async () => {
  for (const process of ['worker', 'api'] as const) {
    const ready = await fetch(`${api.scrape[process]}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([200, { status: 'ready' }]);
  }
});
