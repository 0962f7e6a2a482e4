import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProblemDetails } from '../../src/api/contract.ts';
import {
  longestWorkflowId,
  parseReservationWorkflowId,
  reservationWorkflowId,
} from '../../src/domain/ids.ts';
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
  api = await startApi(stage, {
    settings: { arriveWithinMs: 500 },
    grants: { city: { properties: ['city'] } },
  });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
});

const MOST_MS = 15_000;
const runs = (numRuns: number) => ({ numRuns, interruptAfterTimeLimit: MOST_MS });

const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom(
    "' OR 1=1 --",
    '\\',
    '"',
    '../..',
    '%2F',
    '%00',
    '\u0000',
    '\ud800',
    '{}',
    '__proto__',
    ' ',
  ),
);
const encoded = anything.filter((text) => text.isWellFormed() && text !== '').map(encodeURIComponent);
const segment = fc.oneof(encoded, fc.constantFrom('.', '%', '%zz', '%E0%A4', 'reservations', 'doors'));
const json = fc.oneof(fc.jsonValue(), fc.jsonValue({ maxDepth: 8 }));
const nearly = fc.record(
  {
    revision: fc.oneof(fc.integer(), fc.double(), anything),
    updatedAt: fc.oneof(
      anything,
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    ),
    status: fc.oneof(fc.constantFrom('confirmed', 'cancelled'), anything),
    arrival: fc.oneof(anything, fc.constantFrom('2026-12-24T16:00', '0000-01-01T00:00', '9999-12-31T23:59')),
    departure: fc.oneof(anything, fc.constant(null), fc.constantFrom('2026-12-27T10:00', '9999-12-31T23:59')),
    timeZone: fc.oneof(anything, fc.constantFrom('America/Phoenix', 'UTC', '+05:00')),
    doors: fc.oneof(fc.array(anything, { maxLength: 60 }), fc.constant([door.device_id]), anything),
    guest: json,
    doorId: anything,
    noticeId: anything,
    option: anything,
    note: anything,
  },
  { requiredKeys: [] },
);

/** Refused or answered, and never with a fault: Temporal and Seam are there, so not with a 503 either. */
const isSound = async (response: Response): Promise<void> => {
  const text = await response.text();
  expect(response.status < 500, `${response.status} ${text}`).toBe(true);
  if (response.status < 400) return;
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const { type, requestId } = JSON.parse(text) as Partial<ProblemDetails>;
  expect([type, typeof requestId]).toEqual([expect.stringMatching(/^urn:staykey:problem:/), 'string']);
  expect(text).not.toMatch(/node_modules|\bat \w+ \(/);
};
const ask = (method: string, path: string, body?: unknown) =>
  fetch(api.url + path, {
    method,
    headers: { authorization: `Bearer ${api.tokens['all']}`, 'content-type': 'application/json' },
    ...(body === undefined || method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });

test('no path is a fault', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'),
      fc.array(segment, { maxLength: 6 }),
      async (method, parts) => isSound(await ask(method, `/v1/${parts.join('/')}`, {})),
    ),
    runs(300),
  );
});

test('no query is a fault', async () => {
  const names = [
    'property',
    'status',
    'attention',
    'arrivesFrom',
    'arrivesTo',
    'door',
    'cursor',
    'limit',
    'x',
  ];
  const query = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names), encoded), encoded), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(query, fc.constantFrom('/v1/reservations', '/v1/doors'), async (pairs, path) =>
      isSound(await ask('GET', `${path}?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`)),
    ),
    runs(300),
  );
});

test('no single value of a query is a fault', async () => {
  const names = fc.constantFrom('property', 'attention', 'door', 'cursor');
  await fc.assert(
    fc.asyncProperty(names, encoded, async (name, value) =>
      isSound(await ask('GET', `/v1/reservations?${name}=${value}`)),
    ),
    runs(200),
  );
});

test('no body is a fault', async () => {
  const levers = ['', '/validate', '/retry', '/hold', '/reissue', '/acknowledge', '/handled'];
  await ask('PUT', pathTo(booked), bodyOf(booked));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...levers), fc.oneof(json, nearly), async (lever, body) =>
      isSound(
        await (lever === ''
          ? ask('PUT', pathTo({ ...booked, reservationId: `F-${randomUUID()}` }), body)
          : ask('POST', pathTo(booked) + lever, body)),
      ),
    ),
    runs(300),
  );
});

test('no sequence of bytes is a fault, and the server goes on', async () => {
  const authorization = `Authorization: Bearer ${api.tokens['all']}`;
  const request = fc
    .tuple(
      fc.uint8Array({ maxLength: 60 }),
      fc.uint8Array({ maxLength: 60 }),
      fc.uint8Array({ maxLength: 200 }),
    )
    .map(([path, header, body]) =>
      Buffer.concat([
        Buffer.from('PUT /v1/reservations/a/b/'),
        path,
        Buffer.from(` HTTP/1.1\r\nHost: x\r\n${authorization}\r\nX-A: `),
        header,
        Buffer.from(
          `\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`,
        ),
        body,
      ]),
    );
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 400 }), request);
  await fc.assert(
    fc.asyncProperty(bytes, async (sent) => {
      const socket = connect(api.port, '127.0.0.1');
      let answered = '';
      socket.on('data', (data) => (answered += data.toString('latin1')));
      socket.on('error', () => undefined);
      // Half closed: the server need not wait for more.
      socket.end(sent);
      await once(socket, 'close');
      if (answered !== '') expect(answered).toMatch(/^HTTP\/1\.1 [1-4]\d\d /);
    }),
    runs(300),
  );
  expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
});

test('whatever the ids are, the run has the id they make, and no other', async () => {
  const id = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
    .filter(
      (text) => text.trim() !== '' && text.isWellFormed() && !/\p{Cc}/u.test(text) && !/^\.+$/.test(text),
    );
  await fc.assert(
    fc.asyncProperty(id, id, id, async (source, propertyId, reservationId) => {
      const key = {
        source: source.trim(),
        propertyId: propertyId.trim(),
        reservationId: reservationId.trim(),
      };
      fc.pre(reservationWorkflowId(key).length <= longestWorkflowId);
      const response = await ask('PUT', pathTo({ source, propertyId, reservationId }), bodyOf(booked));
      const { state } = (await response.json()) as { state: object };
      expect([response.status, state]).toMatchObject([
        expect.toSatisfy((status) => status === 201 || status === 200),
        key,
      ]);
      expect(parseReservationWorkflowId(reservationWorkflowId(key))).toEqual(key);
    }),
    runs(60),
  );
});

test('a token of one property never gets anything of another, whatever it asks', async () => {
  const city = (path: string) =>
    fetch(api.url + path, { headers: { authorization: `Bearer ${api.tokens['city']}` } });
  await ask('PUT', pathTo(booked), bodyOf(booked));
  await fc.assert(
    fc.asyncProperty(encoded, encoded, async (one, other) => {
      for (const path of [
        `/v1/reservations?property=${one}&attention=${other}`,
        `/v1/reservations?door=${one}&limit=200`,
        `/v1/reservations/${one}/${booked.propertyId}/${other}`,
        `/v1/reservations/${booked.source}/${one}/${booked.reservationId}`,
      ]) {
        const text = await (await city(path)).text();
        expect(text).not.toMatch(/"arrivalAt"|"doors":/);
      }
    }),
    runs(100),
  );
});

test('a flood of large and broken requests leaves no memory behind', async () => {
  const broken = `{"guest":"${'x'.repeat(60_000)}`;
  const flood = () =>
    Promise.all(
      Array.from({ length: 50 }, async () =>
        (
          await fetch(api.url + pathTo(booked), {
            method: 'PUT',
            body: broken,
            headers: { authorization: `Bearer ${api.tokens['all']}`, 'content-type': 'application/json' },
          })
        ).text(),
      ),
    );
  await flood();
  const before = process.memoryUsage().heapUsed;
  for (let round = 0; round < 10; round += 1) await flood();
  // 500 requests of 60 KB are 30 MB; what the garbage collector has not seen yet stays below that.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(60_000_000);
});
