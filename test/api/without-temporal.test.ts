import { Client, Connection } from '@temporalio/client';
import { expect, test } from 'vitest';
import type { ProblemDetails, Readiness } from '../../src/api/contract.ts';
import { aReservation, stayOf } from '../support/builders.ts';
import { bodyOf, pathTo, startApi } from './api.ts';
import { aSecret, signed } from './webhook-receiver.ts';

const booked = aReservation({ doorIds: ['d'], stay: stayOf({ arrivesInDays: 30 }) });

test('without Temporal nothing is taken as kept, and readiness says which part is missing', async () => {
  const connection = Connection.lazy({ address: '127.0.0.1:1' });
  await using api = await startApi(
    {
      client: new Client({ connection }),
      taskQueue: 'any',
      simulator: { apiKey: 'seam_x', url: 'http://127.0.0.1:1' },
    },
    { settings: { answerWithinMs: 400 } },
  );
  const put = await api.call<ProblemDetails>('PUT', pathTo(booked), { body: bodyOf(booked) });
  const cancelled = await api.call('DELETE', `${pathTo(booked)}?revision=2`);
  const state = await api.call('GET', pathTo(booked));
  const list = await api.call('GET', '/v1/reservations');
  const ready = await api.call<Readiness>('GET', '/readyz', { as: null });
  const alive = await api.call('GET', '/healthz', { as: null });

  expect([put.status, cancelled.status, state.status, list.status]).toEqual([503, 503, 503, 503]);
  expect(put.body.detail).toContain('Nothing says that it was done');
  expect([ready.status, ready.body.status, ready.body.parts.worker]).toEqual([503, 'not_ready', 'unknown']);
  expect(ready.body.parts.temporal).toContain('namespace "default"');
  expect(alive.status).toBe(200);
});

test('Seam’s webhook asks for its signature and for no token, and is there only with its secret', async () => {
  const connection = Connection.lazy({ address: '127.0.0.1:1' });
  const ground = {
    client: new Client({ connection }),
    taskQueue: 'any',
    simulator: { apiKey: 'seam_x', url: 'http://127.0.0.1:1' },
  };
  await using receiving = await startApi(ground, { webhookSecret: aSecret });
  await using deaf = await startApi(ground);
  const event = { event_id: 'e', event_type: 'access_code.set_on_device' };
  const forged = await receiving.call('POST', '/seam/webhook', { as: null, body: event });
  const headers = signed(JSON.stringify(event), aSecret);
  const genuine = await receiving.call('POST', '/seam/webhook', { as: null, body: event, headers });
  const unheard = await deaf.call('POST', '/seam/webhook', { as: null, body: event, headers });
  expect([forged.status, genuine.status, unheard.status]).toEqual([401, 200, 404]);
});
