import { Client, Connection } from '@temporalio/client';
import { expect, test } from 'vitest';
import type { ProblemDetails, Readiness } from '../../src/api/contract.ts';
import { aReservation, stayOf } from '../support/builders.ts';
import { bodyOf, pathTo, startApi } from './api.ts';

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

test('a plugin has routes of its own beside those that ask for a token', async () => {
  const connection = Connection.lazy({ address: '127.0.0.1:1' });
  await using api = await startApi(
    {
      client: new Client({ connection }),
      taskQueue: 'any',
      simulator: { apiKey: 'seam_x', url: 'http://127.0.0.1:1' },
    },
    {
      plugins: [
        (app, _options, done) => {
          app.post('/hook', async () => {
            throw Object.assign(new Error('no'), { statusCode: 400 });
          });
          done();
        },
      ],
    },
  );
  const { status, body } = await api.call<ProblemDetails>('POST', '/hook', { as: null });
  expect([status, body.type]).toEqual([400, 'urn:staykey:problem:invalid-request']);
});
