import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createPms, pmsAnswers } from '../../chaos/pms.ts';
import type { Booking } from '../../chaos/season.ts';

let server: Server | undefined;
afterEach(() => void server?.close());

/** Answers each call in turn; says which came, such as `PUT 1`. */
const apiThatAnswers = async (...answers: { status: number; problem?: string }[]) => {
  const calls: string[] = [];
  const api = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const revision = body
        ? (JSON.parse(body) as { revision: number }).revision
        : Number(new URL(request.url ?? '', 'http://api').searchParams.get('revision'));
      calls.push(`${request.method} ${revision}`);
      const { status, problem } = answers[calls.length - 1] ?? { status: 500 };
      response.writeHead(status).end(JSON.stringify({ type: `urn:staykey:problem:${problem}` }));
    });
  });
  server = api;
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  return { calls, url: `http://127.0.0.1:${(api.address() as AddressInfo).port}` };
};

const booking = (order: Booking['order'], last: 'confirmed' | 'cancelled'): Booking => {
  const first = { revision: 1, sentAt: 0, status: 'confirmed', arrival: 60_000, departure: 120_000 } as const;
  return {
    key: { source: 'chaos', propertyId: 'house', reservationId: 'C-1' },
    doorId: 'door',
    guest: { name: 'Guest', email: 'guest@guests.example' },
    via: 'api',
    order,
    revisions: [first, { ...first, revision: 2, sentAt: 100, status: last }],
  };
};
const playOn = async (url: string, played: Booking) => {
  // Three seconds ago: what is to come late is due at once.
  const pms = createPms({
    bookings: [played],
    startsAt: Date.now() - 3_200,
    givesUpAt: Infinity,
    apiUrl: url,
    token: 't',
  });
  await pms.play();
  return pmsAnswers(pms);
};

test('the oldest revision is sent once more after the newest, and must be called stale', async () => {
  const { calls, url } = await apiThatAnswers(
    { status: 201 },
    { status: 200 },
    { status: 409, problem: 'stale-revision' },
  );
  const { violations, seen } = await playOn(url, booking('oldest again', 'cancelled'));
  expect(calls).toEqual(['PUT 1', 'DELETE 2', 'PUT 1']);
  expect(violations).toEqual([]);
  expect(seen).toBe('3 calls, 1 of them of an older revision and told so');
});

test('an older revision that is taken after a newer one is a violation', async () => {
  const { url } = await apiThatAnswers({ status: 201 }, { status: 200 }, { status: 200 });
  const { violations } = await playOn(url, booking('oldest again', 'confirmed'));
  expect(violations).toEqual(['PUT 200 to C-1 #1']);
});

test('a call that is refused for good is a violation, and is not sent again', async () => {
  const { calls, url } = await apiThatAnswers({ status: 201 }, { status: 409, problem: 'revision-reused' });
  const { violations } = await playOn(url, booking('as sent', 'confirmed'));
  expect(calls).toEqual(['PUT 1', 'PUT 2']);
  expect(violations).toEqual(['PUT revision-reused to C-1 #2']);
});
