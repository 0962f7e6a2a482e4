import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countDeliveries } from '../../src/metrics/deliveries.ts';
import { countSeamCalls } from '../../src/metrics/seam-calls.ts';
import { NotifyFault, type GuestChannelName } from '../../src/notify/fault.ts';
import type { Channel } from '../../src/notify/notify.ts';
import { createSeam } from '../../src/seam/client.ts';
import { someNews } from '../notify/builders.ts';
import { anOracodeDoor, startSimulator, type RunningSimulator } from '../support/simulator.ts';

const door = anOracodeDoor();
let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await startSimulator({ world: [door] });
});
afterAll(() => simulator.close());

/** The series of a metric that are not 0, without its name. */
const seriesOf = async (registry: Registry, name: string) =>
  (await registry.metrics())
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) && !line.endsWith(' 0'))
    .map((line) => line.slice(name.length))
    .sort();

test('each call of Seam counts once, by its class, and the time it took', async () => {
  const registry = new Registry();
  const seam = createSeam({
    apiKey: simulator.apiKey,
    endpoint: simulator.url,
    timeoutMs: 2_000,
    onCall: [countSeamCalls(registry)],
  });
  await seam.findDoor(door.device_id);
  await seam.findDoor('nowhere');
  simulator.addFault({ kind: 'rate_limited', path: '/devices/get', times: 1 });
  await expect(seam.findDoor(door.device_id)).rejects.toThrow('429');
  expect(await seriesOf(registry, 'staykey_seam_calls_total')).toEqual([
    '{call="devices/get",outcome="not_found"} 1',
    '{call="devices/get",outcome="ok"} 1',
    '{call="devices/get",outcome="rate_limited"} 1',
  ]);
  expect(await seriesOf(registry, 'staykey_seam_call_seconds_count')).toEqual(['{call="devices/get"} 3']);
});

test('every class of failure is there before its first, or its increase would not be seen', async () => {
  const registry = new Registry();
  countSeamCalls(registry);
  const text = await registry.metrics();
  expect(text).toContain('staykey_seam_calls_total{call="access_codes/create",outcome="needs_human"} 0');
});

test('a message counts by channel and by what came of it, and the fault still reaches who sent it', async () => {
  const registry = new Registry();
  const failing = (fault: Error): Channel<'guest_email'> => ({
    name: 'guest_email',
    send: () => Promise.reject(fault),
  });
  const channels: Channel<GuestChannelName>[] = [
    { name: 'pms_webhook', send: () => Promise.resolve() },
    failing(new NotifyFault('guest_email', 'no such mailbox', { isAddressRefused: true })),
    failing(new NotifyFault('guest_email', 'the server is away')),
  ];
  const notify = countDeliveries(registry, { codesChannels: () => channels, staffChannels: () => [] });
  const sent = await Promise.allSettled(notify.codesChannels(someNews()).map(({ send }) => send()));
  expect(sent.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(await seriesOf(registry, 'staykey_deliveries_total')).toEqual([
    '{channel="guest_email",outcome="failed"} 1',
    '{channel="guest_email",outcome="refused"} 1',
    '{channel="pms_webhook",outcome="sent"} 1',
  ]);
});
