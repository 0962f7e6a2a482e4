import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Applied, ProblemDetails, Queued, ReservationStateView } from '../../src/api/contract.ts';
import { reservationWorkflowId } from '../../src/domain/ids.ts';
import { cancelReservationSignal } from '../../src/workflows/messages.ts';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { codesMade, openStage, type Stage } from '../support/stage.ts';
import { bodyOf, pathTo, startApi, type Api } from './api.ts';

const door = anOracodeDoor({ timeZone: steadyZone });
const booked = (parts = {}) =>
  aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: 30 }), revision: 5, ...parts });

let stage: Stage;
let api: Api;
beforeAll(async () => {
  stage = await openStage({ world: [door] });
  api = await startApi(stage);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
});

const runOf = (reservation: ReturnType<typeof booked>) =>
  stage.client.workflow.getHandle(reservationWorkflowId(reservation));

describe('PUT', () => {
  test('the first one begins a run and says where its doors stand', async () => {
    const reservation = booked();
    const { status, body, headers } = await api.call<Applied>('PUT', pathTo(reservation), {
      body: bodyOf(reservation),
      headers: { 'x-request-id': 'pms-4711' },
    });

    expect(status).toBe(201);
    expect(body).toMatchObject({
      outcome: 'started',
      state: { revision: 5, stay: reservation.stay, doors: [{ doorId: door.device_id }] },
    });
    expect(headers.get('x-request-id')).toBe('pms-4711');
    expect((await runOf(reservation).describe()).status.name).toBe('RUNNING');
  });

  test('a repeat is known and changes nothing, and a newer revision changes the stay', async () => {
    const reservation = booked();
    const put = (body: object) => api.call<Applied>('PUT', pathTo(reservation), { body });
    await put(bodyOf(reservation));
    const repeated = await put(bodyOf(reservation));
    const stay = stayOf({ arrivesInDays: 40 });
    const changed = await put({ ...bodyOf(reservation), ...stay, revision: 6 });

    expect([repeated.status, repeated.body.outcome]).toEqual([200, 'known']);
    expect([changed.status, changed.body.outcome, changed.body.state.stay]).toEqual([200, 'changed', stay]);
  });

  test('an older revision is refused with the one that is followed', async () => {
    const reservation = booked();
    await api.call('PUT', pathTo(reservation), { body: bodyOf(reservation) });
    const { status, body, headers } = await api.call<ProblemDetails>('PUT', pathTo(reservation), {
      body: { ...bodyOf(reservation), revision: 4 },
    });

    expect([status, body.type, body.revision]).toEqual([409, 'urn:staykey:problem:stale-revision', 5]);
    expect(headers.get('content-type')).toContain('application/problem+json');
  });

  test.each([
    ['other times', () => stayOf({ arrivesInDays: 50 })],
    ['another door', () => ({ doors: [randomUUID()] })],
    ['the other status', () => ({ status: 'cancelled' })],
  ])('the same revision with %s is refused: it would be passed over in silence', async (_what, other) => {
    const reservation = booked();
    await api.call('PUT', pathTo(reservation), { body: bodyOf(reservation) });
    const { status, body } = await api.call<ProblemDetails>('PUT', pathTo(reservation), {
      body: { ...bodyOf(reservation), ...other() },
    });
    expect([status, body.type]).toEqual([409, 'urn:staykey:problem:revision-reused']);
  });

  test('without order in time it is refused, with every other fault at once', async () => {
    const { status, body } = await api.call<ProblemDetails>('PUT', pathTo(booked()), {
      body: { arrival: '2026-12-01', doors: [], guest: { email: 'ada' } },
    });

    expect(status).toBe(400);
    expect(body.errors?.map(({ pointer }) => pointer).sort()).toEqual([
      '/arrival',
      '/doors',
      '/guest/email',
      '/revision',
    ]);
    expect(JSON.stringify(body)).toContain('is \\"2026-12-01\\": expected a lock-local time');
    expect(JSON.stringify(body)).not.toContain('"ada');
  });

  test('the time of the last update orders where there is no revision', async () => {
    const reservation = booked();
    const body = { ...bodyOf(reservation), revision: undefined, updatedAt: '2026-11-24T10:00:00+01:00' };
    const answer = await api.call<Applied>('PUT', pathTo(reservation), { body });
    expect(answer.body.state.revision).toBe(Date.UTC(2026, 10, 24, 9));
  });

  test('what is late, after the end of a run that knew better, begins no other', async () => {
    const reservation = booked();
    await api.call('PUT', pathTo(reservation), { body: bodyOf(reservation) });
    await api.call('DELETE', `${pathTo(reservation)}?revision=7`);
    await stage.passToEnd(runOf(reservation));
    const late = await api.call('PUT', pathTo(reservation), {
      body: { ...bodyOf(reservation), revision: 6 },
    });
    const again = await api.call<Applied>('PUT', pathTo(reservation), {
      body: { ...bodyOf(reservation), revision: 8 },
    });

    expect(late.status).toBe(409);
    expect([again.status, again.body.state.revision]).toEqual([201, 8]);
  });

  test('while no worker answers it is kept for the run, and answered as that', async () => {
    await using alone = await startApi(
      { ...stage, taskQueue: `nobody-${randomUUID()}` },
      { settings: { answerWithinMs: 300 } },
    );
    const reservation = booked();
    const { status, body } = await alone.call<Queued>('PUT', pathTo(reservation), {
      body: bodyOf(reservation),
    });
    const cancelled = await alone.call<Queued>('DELETE', `${pathTo(reservation)}?revision=6`);

    expect([status, body.outcome, body.revision]).toEqual([202, 'queued', 5]);
    expect([cancelled.status, cancelled.body.revision]).toEqual([202, 6]);
    const { raw } = await runOf(reservation).describe();
    expect(raw.workflowExecutionInfo?.historyLength?.toNumber()).toBeGreaterThanOrEqual(3);
  });
});

describe('DELETE', () => {
  test('cancels, and a repeat is known', async () => {
    const reservation = booked();
    await api.call('PUT', pathTo(reservation), { body: bodyOf(reservation) });
    const first = await api.call<Applied>('DELETE', `${pathTo(reservation)}?revision=6`);
    await stage.passToEnd(runOf(reservation));
    const again = await api.call<Applied>('DELETE', `${pathTo(reservation)}?revision=6`);

    expect([first.status, first.body.outcome]).toEqual([200, 'changed']);
    expect([again.status, again.body.outcome, again.body.state.status]).toEqual([200, 'known', 'cancelled']);
    expect(codesMade(stage.simulator)).toHaveLength(0);
  });

  test('one that was kept for the run is followed like any other', async () => {
    const reservation = booked();
    await api.call('PUT', pathTo(reservation), { body: bodyOf(reservation) });
    await runOf(reservation).signal(cancelReservationSignal, { revision: 6 });
    expect(await stage.passToEnd(runOf(reservation))).toMatchObject({ revision: 6, status: 'cancelled' });
  });

  test('a newer cancellation after the end counts against bookings that are older than it', async () => {
    const reservation = booked();
    await api.call('PUT', pathTo(reservation), { body: bodyOf(reservation) });
    await api.call('DELETE', `${pathTo(reservation)}?revision=6`);
    await stage.passToEnd(runOf(reservation));
    const newer = await api.call<Applied>('DELETE', `${pathTo(reservation)}?revision=9`);
    await stage.passToEnd(runOf(reservation));
    const late = await api.call<ProblemDetails>('PUT', pathTo(reservation), {
      body: { ...bodyOf(reservation), revision: 8 },
    });

    expect([newer.status, newer.body.state.revision]).toEqual([200, 9]);
    expect([late.status, late.body.revision]).toEqual([409, 9]);
  });

  test('with the revision of the booking itself it cancels nothing and says so', async () => {
    const reservation = booked();
    await api.call('PUT', pathTo(reservation), { body: bodyOf(reservation) });
    const same = await api.call<ProblemDetails>('DELETE', `${pathTo(reservation)}?revision=5`);
    const older = await api.call<ProblemDetails>('DELETE', `${pathTo(reservation)}?revision=4`);

    expect([same.status, same.body.type]).toEqual([409, 'urn:staykey:problem:revision-reused']);
    expect([older.status, older.body.type]).toEqual([409, 'urn:staykey:problem:stale-revision']);
  });

  test('of a reservation nobody knows is a 404, and without a revision a 400', async () => {
    const unknown = await api.call<ProblemDetails>('DELETE', `${pathTo(booked())}?revision=1`);
    const unordered = await api.call<ProblemDetails>('DELETE', pathTo(booked()));
    expect([unknown.status, unknown.body.type]).toEqual([404, 'urn:staykey:problem:unknown-reservation']);
    expect([unordered.status, unordered.body.errors?.[0]?.pointer]).toEqual([400, '/revision']);
  });
});

describe('GET', () => {
  test('shows the state without anything of the guest, and 304 while it is the same', async () => {
    const reservation = booked();
    await api.call('PUT', pathTo(reservation), { body: bodyOf(reservation) });
    await stage.settle(stage.client.workflow.getHandle(reservationWorkflowId(reservation)));
    const { status, body, headers } = await api.call<ReservationStateView>('GET', pathTo(reservation));
    const etag = headers.get('etag') ?? '';
    const again = await api.call('GET', pathTo(reservation), { headers: { 'if-none-match': etag } });
    await api.call('PUT', pathTo(reservation), { body: { ...bodyOf(reservation), revision: 6 } });
    const changed = await api.call('GET', pathTo(reservation), { headers: { 'if-none-match': etag } });

    expect([status, body.status, body.doors[0]?.state]).toEqual([200, 'planned', 'not_yet_due']);
    expect(JSON.stringify(body)).not.toMatch(/Ada|pinMark/);
    expect([again.status, changed.status]).toEqual([304, 200]);
  });

  test('of a reservation nobody knows is a 404', async () => {
    const { status, body } = await api.call<ProblemDetails>('GET', pathTo(booked()));
    expect([status, body.type]).toEqual([404, 'urn:staykey:problem:unknown-reservation']);
  });

  test('an id with a slash, a quote and a space is one reservation and no other', async () => {
    const odd = booked({ source: "o'pms", propertyId: 'a/b c', reservationId: `../${randomUUID()}?x=1#%2F` });
    const put = await api.call<Applied>('PUT', pathTo(odd), { body: bodyOf(odd) });
    const { body } = await api.call<ReservationStateView>('GET', pathTo(odd));

    expect(put.status).toBe(201);
    expect(body).toMatchObject({
      source: odd.source,
      propertyId: odd.propertyId,
      reservationId: odd.reservationId,
    });
  });

  test('while no worker answers it is a 503 that says when to ask again', async () => {
    await using alone = await startApi(
      { ...stage, taskQueue: `nobody-${randomUUID()}` },
      { settings: { answerWithinMs: 300 } },
    );
    const reservation = booked();
    await alone.call('PUT', pathTo(reservation), { body: bodyOf(reservation) });
    const { status, body, headers } = await alone.call<ProblemDetails>('GET', pathTo(reservation));
    expect([status, body.type, headers.get('retry-after')]).toEqual([
      503,
      'urn:staykey:problem:no-answer',
      '5',
    ]);
  });
});
