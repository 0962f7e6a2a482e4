import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { createDeliverCodes, type Delivery, type Outcome } from '../../src/activities/deliver-codes.ts';
import type { CodesNews } from '../../src/domain/outgoing.ts';
import { createSeam } from '../../src/seam/client.ts';
import { anOracodeDoor, startSimulator } from '../support/simulator.ts';

const stageDelivery = async () => {
  const door = anOracodeDoor({ name: 'Front' });
  const simulator = await startSimulator({ world: [door], now: '2026-12-01T08:00:00Z' });
  const seam = createSeam({ apiKey: simulator.apiKey, endpoint: simulator.url, timeoutMs: 1_000 });
  const code = await seam.createAccessCode({
    doorId: door.device_id,
    name: 'staykey a/b/c #1',
    startsAt: '2026-12-03T15:00:00.000Z',
    endsAt: '2026-12-06T03:00:00.000Z',
    maxTimeRounding: '1hour',
  });
  const delivery: Delivery = {
    id: 'news-1',
    key: { source: 'pms', propertyId: 'beach', reservationId: 'R1' },
    stay: { arrival: '2026-12-03T07:00', departure: '2026-12-05T19:00' },
    guest: {},
    doors: [
      {
        doorId: door.device_id,
        state: 'ready',
        accessCodeId: code.accessCodeId,
        localStart: '2026-12-03T07:00:00-08:00',
        localEnd: '2026-12-05T19:00:00-08:00',
        replacesEarlierPin: false,
      },
    ],
  };
  return { simulator, seam, delivery, [Symbol.asyncDispose]: () => simulator.close() };
};

test('a channel that fails is an outcome, and the others are not used again because of it', async () => {
  await using stage = await stageDelivery();
  const mailed: CodesNews[] = [];
  let isPmsUp = false;
  const deliver = createDeliverCodes({
    seam: stage.seam,
    notify: {
      codesChannels: (news) => [
        { name: 'guest_email', send: async () => void mailed.push(news) },
        {
          name: 'pms_webhook',
          send: () => (isPmsUp ? Promise.resolve() : Promise.reject(new Error('down'))),
        },
      ],
    },
  });
  const run = (delivery: Delivery): Promise<Outcome> => new MockActivityEnvironment().run(deliver, delivery);

  const first = await run(stage.delivery);
  expect(first).toEqual({ sent: ['guest_email'], failed: ['pms_webhook'], hopeless: [] });
  isPmsUp = true;
  expect(await run({ ...stage.delivery, already: first.sent })).toEqual({
    sent: ['pms_webhook'],
    failed: [],
    hopeless: [],
  });
  expect(mailed).toHaveLength(1);
  expect(mailed[0]?.doors[0]).toMatchObject({
    doorName: 'Front',
    pin: stage.simulator.state().access_codes[0]?.code,
  });
});

test('a code that lost its PIN since the run looked is told as not ready', async () => {
  await using stage = await stageDelivery();
  const told: CodesNews[] = [];
  const deliver = createDeliverCodes({
    seam: stage.seam,
    notify: { codesChannels: (news) => [{ name: 'pms_webhook', send: async () => void told.push(news) }] },
  });
  stage.simulator.changeAccessCode(stage.delivery.doors[0]?.accessCodeId ?? '', { code: null });
  await new MockActivityEnvironment().run(deliver, stage.delivery);
  expect(told[0]?.doors[0]).toMatchObject({ state: 'not_yet', pin: null });
});
