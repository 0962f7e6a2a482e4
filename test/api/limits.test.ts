import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProblemDetails } from '../../src/api/contract.ts';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { bodyOf, pathTo, startApi, type Api } from './api.ts';

const door = anOracodeDoor({ timeZone: steadyZone });
const booked = aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: 30 }) });

let stage: Stage;
let api: Api;
beforeAll(async () => {
  stage = await openStage({ world: [door] });
  api = await startApi(stage, { settings: { arriveWithinMs: 1_000 } });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
});

/** What the server answers to these bytes, until it closes the connection. */
const send = async (port: number, bytes: string | Uint8Array): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  let answered = '';
  socket.on('data', (data) => (answered += data.toString('latin1')));
  socket.on('error', () => undefined);
  socket.write(bytes);
  await once(socket, 'close');
  return answered;
};

const typeIn = (answer: string) => /"type":"([^"]+)"/.exec(answer)?.[1];

describe('over a socket', () => {
  test('a body that does not arrive is given up on', async () => {
    const head = `PUT ${pathTo(booked)} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${api.tokens['all']}\r\n`;
    const begun = Date.now();
    const answer = await send(
      api.port,
      `${head}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"a`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(typeIn(answer)).toBe('urn:staykey:problem:too-slow');
    expect(Date.now() - begun).toBeLessThan(8_000);
  });

  test('headers that do not end are given up on', async () => {
    expect(await send(api.port, 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ')).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('what is no HTTP is told so', async () => {
    const answer = await send(api.port, 'SSH-2.0-OpenSSH_9.7\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(typeIn(answer)).toBe('urn:staykey:problem:invalid-request');
  });

  test('endless headers are refused', async () => {
    const answer = await send(
      api.port,
      `GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(40_000)}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('a path that can not be decoded is refused', async () => {
    const answer = await send(
      api.port,
      'GET /v1/reservations/%E0%A4%A HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(typeIn(answer)).toBe('urn:staykey:problem:invalid-request');
  });
});

test('a large body is refused by its length, and one that is no JSON by its type', async () => {
  const large = await api.call<ProblemDetails>('PUT', pathTo(booked), {
    body: { ...bodyOf(booked), guest: { name: 'x'.repeat(70_000) } },
  });
  const authorization = `Bearer ${api.tokens['all']}`;
  const sent = (body: string, type: string) =>
    fetch(api.url + pathTo(booked), {
      method: 'PUT',
      body,
      headers: { authorization, 'content-type': type },
    });
  const text = await sent('hello', 'text/plain');
  const broken = await sent('{"arrival":', 'application/json');
  const poisoned = await sent('{"__proto__":{"status":"cancelled"}}', 'application/json');

  expect([large.status, large.body.type]).toEqual([413, 'urn:staykey:problem:too-large']);
  expect([text.status, broken.status, poisoned.status]).toEqual([415, 400, 400]);
  expect(broken.headers.get('content-type')).toContain('application/problem+json');
});

test('ids that make too long a workflow id are refused with what is allowed', async () => {
  for (const reservationId of ['x'.repeat(255), 'ü'.repeat(100)]) {
    const { status, body } = await api.call<ProblemDetails>('PUT', pathTo({ ...booked, reservationId }), {
      body: bodyOf(booked),
    });
    expect([status, body.errors?.[0]?.in, body.errors?.[0]?.pointer]).toEqual([
      400,
      'path',
      '/reservationId',
    ]);
    expect(body.detail).toContain('at most 255 characters');
  }
});

test('a token that asks too often is told when to go on, and others are not held up', async () => {
  await using few = await startApi(stage, { settings: { requestsPerMinute: 3 }, grants: { other: {} } });
  const statuses = [];
  for (let asked = 0; asked < 5; asked += 1) statuses.push((await few.call('GET', '/v1/doors')).status);
  const last = await few.call<ProblemDetails>('GET', '/v1/doors');

  expect(statuses).toEqual([200, 200, 200, 429, 429]);
  expect([last.body.type, Number(last.headers.get('retry-after')) > 0]).toEqual([
    'urn:staykey:problem:too-many-requests',
    true,
  ]);
  expect((await few.call('GET', '/v1/doors', { as: 'other' })).status).toBe(200);
});

test('more at once than the limit are turned away, and the place is free again after an answer or a hang-up', async () => {
  const settings = { requestsInFlight: 2, answerWithinMs: 700 };
  await using narrow = await startApi({ ...stage, taskQueue: 'nobody-works-here' }, { settings });
  const reservations = Array.from({ length: 6 }, () =>
    aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: 30 }) }),
  );
  const answers = await Promise.all(
    reservations.map((reservation) => narrow.call('PUT', pathTo(reservation), { body: bodyOf(reservation) })),
  );
  const turnedAway = answers.filter(({ status }) => status === 503);

  expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 503, 503, 503, 503]);
  expect(turnedAway[0]?.headers.get('retry-after')).toBe('1');
  const head = `Host: x\r\nAuthorization: Bearer ${narrow.tokens['all']}\r\n`;
  for (let gone = 0; gone < 4; gone += 1) {
    // Its body never comes.
    const socket = connect(narrow.port, '127.0.0.1');
    socket.write(
      `PUT ${pathTo(booked)} HTTP/1.1\r\n${head}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
    );
    await expect
      .poll(() => narrow.log().match(/incoming request/g)?.length, { timeout: 20_000 })
      .toBe(7 + gone);
    socket.destroy();
    await once(socket, 'close');
  }
  await expect
    .poll(async () => (await narrow.call('GET', '/v1/doors')).status, { timeout: 20_000 })
    .toBe(200);
});

test('an unknown route, and a fault before a route, are problem details with the request’s id', async () => {
  const { status, body, headers } = await api.call<ProblemDetails>('GET', '/v2/nothing?token=secret', {
    headers: { 'x-request-id': 'bad id\twith spaces' },
  });
  expect([status, body.type, body.instance]).toEqual([404, 'urn:staykey:problem:not-found', '/v2/nothing']);
  expect(body.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers.get('x-request-id')).toBe(body.requestId);
});

test('the log holds neither tokens nor queries nor what a guest is called', async () => {
  await api.call('PUT', pathTo(booked), { body: bodyOf(booked), headers: { 'x-request-id': 'find-me' } });
  await api.call('GET', '/v1/reservations?attention=1234567');
  expect(api.log()).toContain('find-me');
  expect(api.log()).not.toContain(api.tokens['all']);
  expect(api.log()).not.toMatch(/Ada|1234567|secret/);
});

test('the description is OpenAPI 3.1 of every route, and its page loads nothing from elsewhere', async () => {
  const { body } = await api.call<{ openapi: string; paths: Record<string, object> }>(
    'GET',
    '/openapi.json',
    { as: null },
  );
  const page = await fetch(`${api.url}/docs/static/index.html`);
  const html = await page.text();

  expect(body.openapi).toBe('3.1.0');
  expect(Object.keys(body.paths).sort()).toEqual(
    [
      '/healthz',
      '/readyz',
      '/v1/doors',
      '/v1/doors/{doorId}',
      '/v1/reservations',
      ...[
        '',
        '/validate',
        '/retry',
        '/hold',
        '/release',
        '/reissue',
        '/acknowledge',
        '/handled',
        '/resend',
        '/access-codes',
      ].map((rest) => `/v1/reservations/{source}/{propertyId}/{reservationId}${rest}`),
    ].sort(),
  );
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
  expect(await (await fetch(`${api.url}/docs/static/swagger-initializer.js`)).text()).toMatch(
    /"?validatorUrl"?:\s*null/,
  );
});
