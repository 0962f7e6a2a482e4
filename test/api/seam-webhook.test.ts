import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import getPort from 'get-port';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { searchAttributes } from '../../src/workflows/search-attributes.ts';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { openStage, type ReservationHandle, type Stage } from '../support/stage.ts';
import { aSecret, startReceiver } from './webhook-receiver.ts';

const door = anOracodeDoor({ timeZone: steadyZone });
let stage: Stage;

// By itself Seam would be done with a code in two hours: what happens sooner, a webhook has done.
beforeEach(async () => {
  stage = await openStage({
    world: [door],
    pinAt: 'set',
    settingAfterMs: 3_600_000,
    setAfterMs: 7_200_000,
    webhookRetryMs: [20],
  });
});
afterEach(() => stage[Symbol.asyncDispose]());

const seamCall = async (path: string, body: unknown) => {
  const response = await fetch(`${stage.simulator.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stage.simulator.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as { webhook: { secret: string } };
};

/** Registers the receiver with Seam, which then sends it every event. */
const startRegistered = async () => {
  const port = await getPort();
  const { webhook } = await seamCall('/webhooks/create', { url: `http://127.0.0.1:${port}/seam/webhook` });
  return startReceiver(stage.client, webhook.secret, {}, port);
};

const startWaiting = async () => {
  const run = await stage.start(
    aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: 3 }) }),
  );
  const { doors } = await stage.until(run, ({ state }) => state === 'waiting_until_ready');
  return { run, accessCodeId: doors[0]?.code?.accessCodeId ?? '' };
};

/** Waits for the visibility store. */
const untilListed = async (accessCodeId: string) => {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await pause(50)) {
    const { count } = await stage.client.workflow.count(`AccessCodeIds = '${accessCodeId}'`);
    if (count > 0) return;
  }
  throw new Error(`No run is listed with code ${accessCodeId} after 20 s`);
};

/** A run that is listed with the code from its start, and that no worker serves. */
const startListed = async (accessCodeId: string): Promise<ReservationHandle> => {
  const run = await stage.client.workflow.start('reservationWorkflow', {
    workflowId: `reservation/test/beach/${accessCodeId}`,
    taskQueue: 'nobody',
    typedSearchAttributes: [{ key: searchAttributes.accessCodeIds, value: [accessCodeId] }],
    workflowExecutionTimeout: '1 minute',
  });
  return stage.client.workflow.getHandle(run.workflowId);
};

const eventsOf = async (run: ReservationHandle) => (await run.fetchHistory()).events ?? [];
const signalsOf = async (run: ReservationHandle) =>
  (await eventsOf(run)).filter(
    ({ workflowExecutionSignaledEventAttributes: signal }) => signal?.signalName === 'seamEvent',
  ).length;

const historyInClear = async (run: ReservationHandle) =>
  JSON.stringify(await run.fetchHistory()).replaceAll(/"data":"([^"]*)"/g, (_whole, data: string) =>
    Buffer.from(data, 'base64').toString(),
  );

const anEvent = (accessCodeId: string) => ({
  event_id: randomUUID(),
  event_type: 'access_code.set_on_device',
  access_code_id: accessCodeId,
  device_id: door.device_id,
  code: '918273',
});

describe('from Seam to the run', () => {
  test('a code that becomes set is seen by webhook at once, and its PIN is in no log and no history', async () => {
    await using receiver = await startRegistered();
    const { run, accessCodeId } = await startWaiting();
    await untilListed(accessCodeId);

    const { code: pin } = stage.simulator.changeAccessCode(accessCodeId, { status: 'set' });
    await stage.until(run, ({ state }) => state === 'ready');
    await stage.simulator.webhooksIdle();

    expect(stage.simulator.state().events.at(-1)).toMatchObject({ code: pin });
    expect(stage.simulator.state().deliveries.map(({ outcome }) => outcome)).toEqual([
      'delivered',
      'delivered',
    ]);
    expect(receiver.log()).toContain('"outcome":"signalled"');
    expect(receiver.log()).not.toContain(pin);
    expect(await signalsOf(run)).toBe(1);
    expect(
      (await eventsOf(run)).filter(({ timerFiredEventAttributes }) => timerFiredEventAttributes),
    ).toEqual([]);
    const history = await historyInClear(run);
    expect(history).toContain(accessCodeId);
    expect(history).not.toContain(pin);
  });

  test('an event sent twice is signalled once', async () => {
    await using receiver = await startRegistered();
    const { run, accessCodeId } = await startWaiting();
    await untilListed(accessCodeId);
    stage.simulator.addFault({ kind: 'webhook_duplicate' });
    stage.simulator.changeAccessCode(accessCodeId, { status: 'set' });
    await stage.until(run, ({ state }) => state === 'ready');
    await stage.simulator.webhooksIdle();

    expect(receiver.log().match(/"outcome":"signalled"/g)).toHaveLength(2);
    expect(await signalsOf(run)).toBe(1);
  });

  test('an event overtaken by a later one changes nothing: the code is read as it is now', async () => {
    await using receiver = await startRegistered();
    const { run, accessCodeId } = await startWaiting();
    await untilListed(accessCodeId);
    stage.simulator.addFault({ kind: 'webhook_reorder', delay_ms: 300, times: 1 });
    stage.simulator.changeAccessCode(accessCodeId, {
      warnings: [{ warning_code: 'delay_in_setting_on_device', message: 'Seam is late' }],
    });
    stage.simulator.changeAccessCode(accessCodeId, { status: 'set' });
    await stage.until(run, ({ state }) => state === 'ready');
    await stage.simulator.webhooksIdle();

    const seen = [...receiver.log().matchAll(/"eventType":"access_code\.([a-z_]+)"/g)].map(
      ([, name]) => name,
    );
    expect(seen.slice(-2)).toEqual(['set_on_device', 'delay_in_setting_on_device']);
    expect((await stage.stateOf(run)).doors[0]?.state).toBe('ready');
  });

  test('an event that comes before any run is listed with its code is answered, and the backstop finds the code', async () => {
    await using receiver = await startReceiver(stage.client, aSecret);
    const unlisted = randomUUID();
    expect(await receiver.send(anEvent(unlisted))).toEqual({ status: 200, body: { outcome: 'no_run' } });

    const { run } = await startWaiting();
    stage.simulator.advance(7_200_000);
    await stage.untilReady(run);
    expect(await signalsOf(run)).toBe(0);
  });

  test('a run that is listed a moment later is found by the second look', async () => {
    await using receiver = await startReceiver(stage.client, aSecret, { visibilityLagMs: 2_000 });
    const accessCodeId = randomUUID();
    const answer = receiver.send(anEvent(accessCodeId));
    await vi.waitFor(() => expect(receiver.log()).toContain('incoming request'), { timeout: 20_000 });
    await startListed(accessCodeId);
    expect((await answer).body).toEqual({ outcome: 'signalled' });
  });

  test('the hint is durable although no worker is up', async () => {
    await using receiver = await startReceiver(stage.client, aSecret);
    const accessCodeId = randomUUID();
    const run = await startListed(accessCodeId);
    await untilListed(accessCodeId);
    expect((await receiver.send(anEvent(accessCodeId))).body).toEqual({ outcome: 'signalled' });
    expect(await signalsOf(run)).toBe(1);
  });

  test('a run that ended after it was listed is no fault', async () => {
    const accessCodeId = randomUUID();
    const run = await startListed(accessCodeId);
    await untilListed(accessCodeId);
    await using receiver = await startReceiver(stage.client, aSecret, { visibilityLagMs: 0 });
    await run.terminate();
    expect((await receiver.send(anEvent(accessCodeId))).body).toEqual({ outcome: 'no_run' });
  });

  test('a live code that is not wanted any more still has its run', async () => {
    await using receiver = await startReceiver(stage.client, aSecret);
    const { run, accessCodeId } = await startWaiting();
    await untilListed(accessCodeId);
    await run.executeUpdate('cancelReservation', { args: [{ revision: 2 }] });
    await stage.settle(run);
    expect((await receiver.send(anEvent(accessCodeId))).body.outcome).toBe('signalled');
  });
});

describe('what is not for any run', () => {
  test.each([
    ['a device', { event_type: 'device.disconnected', device_id: door.device_id }, 'not_needed'],
    ['a code being made', { event_type: 'access_code.created', access_code_id: 'c1' }, 'not_needed'],
    ['nothing we know', { event_type: 'moon.eclipsed', moon_id: 'luna' }, 'not_needed'],
    ['a code of somebody else', { event_type: 'access_code.changed', access_code_id: 'c2' }, 'no_run'],
    ['a code with a strange id', { event_type: 'x.y', access_code_id: "c\\' OR 1=1 --'" }, 'no_run'],
    ['a code whose id no list can look for', { event_type: 'x.y', access_code_id: 'c\u0000"' }, 'no_run'],
    ['null ids', { event_type: 'x.y', access_code_id: null, device_id: null }, 'not_needed'],
  ])('an event about %s is taken', async (_name, event, outcome) => {
    await using receiver = await startReceiver(stage.client, aSecret);
    expect(await receiver.send({ event_id: randomUUID(), ...event })).toEqual({
      status: 200,
      body: { outcome },
    });
  });

  test('an event of a type nobody knows is a hint when it names a code', async () => {
    await using receiver = await startReceiver(stage.client, aSecret);
    const { accessCodeId } = await startWaiting();
    await untilListed(accessCodeId);
    const event = { ...anEvent(accessCodeId), event_type: 'access_code.polished' };
    expect((await receiver.send(event)).body.outcome).toBe('signalled');
  });
});

test('whatever Seam may sign is answered, and never with a fault of ours', async () => {
  await using receiver = await startReceiver(stage.client, aSecret, { visibilityLagMs: 0 });
  const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.uuid(), fc.jsonValue());
  const event = fc.record(
    { event_id: anything, event_type: anything, access_code_id: anything, device_id: anything },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(event, fc.jsonValue()), async (body) => {
      expect([200, 400]).toContain((await receiver.send(body)).status);
    }),
    { numRuns: 200 },
  );
});
