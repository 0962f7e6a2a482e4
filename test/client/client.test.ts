import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  createClient,
  isRefused,
  isRevisionReused,
  isStale,
  isStaykeyError,
  isUnavailable,
  isUnknownReservation,
  type ClientOptions,
  type StaykeyClient,
  type StaykeyError,
} from '../../src/client/index.ts';
import { problem, startScriptedServer, type Scripted } from './scripted-server.ts';

const token = 'staykey_a-token-that-nobody-may-see';
const key = { source: 'hostaway', propertyId: 'beach house', reservationId: '47/11' };
const path = '/v1/reservations/hostaway/beach%20house/47%2F11';
const body = { revision: 1, arrival: '2026-12-01T16:00', departure: '2026-12-05T10:00', doors: ['door-1'] };
const now = { 'retry-after': '0' };

const clientOf = (baseUrl: string, options: Partial<ClientOptions> = {}) =>
  createClient({ baseUrl, token, ...options });

const failureOf = async (call: Promise<unknown>): Promise<StaykeyError> => {
  const error = await call.then(
    () => undefined,
    (fault: unknown) => fault,
  );
  if (isStaykeyError(error)) return error;
  throw new Error(`Expected a StaykeyError, there was ${inspect(error)}`);
};

describe('each method asks for its own route', () => {
  const { reservationId } = key;
  test.each<[string, (client: StaykeyClient) => Promise<unknown>, string, string, unknown]>([
    ['putReservation', (client) => client.putReservation(key, body), 'PUT', path, body],
    [
      'cancelReservation',
      (client) => client.cancelReservation(key, { revision: 2 }),
      'DELETE',
      `${path}?revision=2`,
      undefined,
    ],
    [
      'cancelReservation by time',
      (client) => client.cancelReservation(key, { updatedAt: '2026-11-01T10:00:00+01:00' }),
      'DELETE',
      `${path}?updatedAt=2026-11-01T10%3A00%3A00%2B01%3A00`,
      undefined,
    ],
    ['getReservation', (client) => client.getReservation(key), 'GET', path, undefined],
    ['validate', (client) => client.validate(key), 'POST', `${path}/validate`, undefined],
    ['validate of a new one', (client) => client.validate(key, body), 'POST', `${path}/validate`, body],
    ['retry', (client) => client.retry(key), 'POST', `${path}/retry`, {}],
    ['hold', (client) => client.hold(key, { doorId: 'd' }), 'POST', `${path}/hold`, { doorId: 'd' }],
    ['release', (client) => client.release(key), 'POST', `${path}/release`, {}],
    ['resend', (client) => client.resend(key, { doorId: 'd' }), 'POST', `${path}/resend`, { doorId: 'd' }],
    ['reissue', (client) => client.reissue(key, { doorId: 'd' }), 'POST', `${path}/reissue`, { doorId: 'd' }],
    [
      'acknowledge',
      (client) => client.acknowledge(key, { noticeId: 'n', option: 'let_expire' }),
      'POST',
      `${path}/acknowledge`,
      { noticeId: 'n', option: 'let_expire' },
    ],
    [
      'markHandled',
      (client) => client.markHandled(key, { doorId: 'd', note: 'key under the mat' }),
      'POST',
      `${path}/handled`,
      { doorId: 'd', note: 'key under the mat' },
    ],
    ['readAccessCodes', (client) => client.readAccessCodes(key), 'GET', `${path}/access-codes`, undefined],
    [
      'listDoors',
      (client) => client.listDoors({ property: 'a&b' }),
      'GET',
      '/v1/doors?property=a%26b',
      undefined,
    ],
    ['getDoor', (client) => client.getDoor('door/1'), 'GET', '/v1/doors/door%2F1', undefined],
  ])('%s', async (_name, call, method, url, sent) => {
    await using server = await startScriptedServer({ body: { reservationId } });
    expect(await call(clientOf(server.url))).toEqual({ reservationId });
    expect(server.asked).toMatchObject([{ method, url, headers: { authorization: `Bearer ${token}` } }]);
    expect(server.asked[0]?.body).toEqual(sent);
  });

  test('a path before /v1 stays, whether or not it ends with a slash', async () => {
    await using server = await startScriptedServer({});
    await clientOf(`${server.url}/staykey/`).getReservation(key);
    await clientOf(`${server.url}/staykey`, {}).getReservation(key);
    expect(server.asked.map(({ url }) => url)).toEqual([`/staykey${path}`, `/staykey${path}`]);
  });

  test.each(['', '  ', '.', '..', '\ud800', undefined, 4711])(
    'an id that no URL can hold is refused before anything is asked: %o',
    async (reservationId) => {
      await using server = await startScriptedServer({});
      const wrong = { ...key, reservationId: reservationId as string };
      await expect(clientOf(server.url).getReservation(wrong)).rejects.toThrow(/^reservationId is /);
      expect(server.asked).toEqual([]);
    },
  );
});

describe('lists', () => {
  const page = (ids: string[], next: string | null): Scripted => ({
    body: { reservations: ids.map((reservationId) => ({ reservationId })), next },
  });

  test('go from page to page, each asked for when the one before is used up', async () => {
    await using server = await startScriptedServer(page(['1', '2'], 'more+'), page(['3'], null));
    const seen: [string, number][] = [];
    for await (const { reservationId } of clientOf(server.url).listReservations({
      property: 'p',
      limit: 2,
    })) {
      seen.push([reservationId, server.asked.length]);
    }
    expect(seen).toEqual([
      ['1', 1],
      ['2', 1],
      ['3', 2],
    ]);
    expect(server.asked.map(({ url }) => url)).toEqual([
      '/v1/reservations?property=p&limit=2',
      '/v1/reservations?property=p&limit=2&cursor=more%2B',
    ]);
  });

  test('can be had as pages, and gone on with from a cursor', async () => {
    await using server = await startScriptedServer(page(['3'], null));
    const pages = await Array.fromAsync(clientOf(server.url).listReservations({ cursor: 'more' }).pages());
    expect(pages).toEqual([{ reservations: [{ reservationId: '3' }], next: null }]);
    expect(server.asked[0]?.url).toBe('/v1/reservations?cursor=more');
  });
});

describe('errors', () => {
  test('carry what the API says', async () => {
    const errors = [{ in: 'body', pointer: '/doors/0', detail: 'is "": expected text' }];
    await using server = await startScriptedServer(problem('invalid-request', 400, { errors }));
    const error = await failureOf(clientOf(server.url).putReservation(key, body));
    expect(error).toMatchObject({
      status: 400,
      type: 'urn:staykey:problem:invalid-request',
      title: 'A title',
      detail: 'Some detail.',
      requestId: 'request-1',
      errors,
      revision: null,
      message: `PUT ${path}: A title. Some detail.`,
    });
  });

  test.each([
    ['stale-revision', 409, isStale],
    ['revision-reused', 409, isRevisionReused],
    ['unknown-reservation', 404, isUnknownReservation],
    ['refused', 422, isRefused],
    ['no-code', 409, isRefused],
    ['run-over', 409, isRefused],
    ['busy', 503, isUnavailable],
    ['too-many-requests', 429, isUnavailable],
  ] as const)('%s is told by its guard, and by no other', async (kind, status, guard) => {
    await using server = await startScriptedServer(problem(kind, status, { revision: 7 }));
    const error = await failureOf(clientOf(server.url, { retries: 0 }).getReservation(key));
    const guards = [isStale, isRevisionReused, isUnknownReservation, isRefused, isUnavailable];
    expect(guards.filter((is) => is(error))).toEqual([guard]);
    expect(error.revision).toBe(7);
  });

  test.each<[string, Scripted]>([
    ['a proxy’s page', { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>1234#</h1>' }],
    ['half an answer', { status: 200, body: '{"pin":"1234#"' }],
    ['a redirect', { status: 307, headers: { location: 'http://127.0.0.1:1/1234#' }, body: '"1234#"' }],
    ['nothing', { status: 204, body: '' }],
  ])('%s is not taken for an answer, and not quoted', async (_what, scripted) => {
    await using server = await startScriptedServer(scripted);
    const error = await failureOf(clientOf(server.url, { retries: 0 }).readAccessCodes(key));
    expect(error).toMatchObject({
      status: scripted.status,
      type: 'urn:staykey:client:unreadable-answer',
    });
    expect(inspect(error, { depth: 9 })).not.toContain('1234');
  });

  test('a server that is not there is named with the cause', async () => {
    const server = await startScriptedServer({});
    await server[Symbol.asyncDispose]();
    const error = await failureOf(clientOf(server.url, { retries: 0 }).getReservation(key));
    expect(error).toMatchObject({ status: null, type: 'urn:staykey:client:no-connection' });
    expect(error.detail).toContain('ECONNREFUSED');
  });

  test('never hold the token, whatever a fetch of somebody’s own says', async () => {
    const fetch = () =>
      Promise.reject(new Error(`bad request`, { cause: new Error(`sent Bearer ${token}`) }));
    const client = clientOf('http://localhost', { fetch, retries: 0 });
    const error = await failureOf(client.getReservation(key));
    expect(error.detail).toBe('bad request: sent Bearer ….');
    expect(inspect([error, client], { depth: 9, showHidden: true })).not.toContain(token);
  });
});

describe('what Staykey can’t answer now', () => {
  const busy = { ...problem('busy', 503), headers: now };

  test.each<[string, (client: StaykeyClient) => Promise<unknown>]>([
    ['putReservation', (client) => client.putReservation(key, body)],
    ['cancelReservation', (client) => client.cancelReservation(key, { revision: 2 })],
    ['readAccessCodes', (client) => client.readAccessCodes(key)],
    ['validate', (client) => client.validate(key, body)],
  ])('is asked again: %s', async (_name, call) => {
    await using server = await startScriptedServer(busy, { hangsUp: true }, { body: { outcome: 'known' } });
    expect(await call(clientOf(server.url))).toEqual({ outcome: 'known' });
    expect(server.asked).toHaveLength(3);
  });

  test('is asked again under the same key for a lever, so that it is carried out once', async () => {
    await using server = await startScriptedServer(busy, {});
    const client = clientOf(server.url);
    await client.acknowledge(key, { noticeId: 'n', option: 'let_expire' });
    await client.acknowledge(key, { noticeId: 'n', option: 'let_expire' }, { idempotencyKey: 'mine' });
    const [first, second, third] = server.asked.map(({ headers }) => headers['idempotency-key']);
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect([second, third]).toEqual([first, 'mine']);
  });

  test.each<[string, Scripted]>([
    ['a busy server', busy],
    ['a lost answer', { hangsUp: true }],
  ])('is never asked again for another code: %s', async (_what, scripted) => {
    await using server = await startScriptedServer(scripted);
    const options = { idempotencyKey: 'mine', retries: 5 };
    await failureOf(clientOf(server.url).reissue(key, { doorId: 'd' }, options));
    expect(server.asked).toHaveLength(1);
  });

  test('is given up after as many repeats as allowed', async () => {
    await using server = await startScriptedServer(busy);
    const client = clientOf(server.url, { retries: 3 });
    const error = await failureOf(client.getReservation(key));
    expect([error.status, server.asked.length]).toEqual([503, 4]);
    await failureOf(client.getReservation(key, { retries: 0 }));
    expect(server.asked).toHaveLength(5);
  });

  test('is not asked again sooner than it says', async () => {
    await using server = await startScriptedServer({ ...busy, headers: { 'retry-after': '1' } }, {});
    await clientOf(server.url).getReservation(key);
    const [first, second] = server.asked.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(990);
  });

  test('is left to the caller when it says to wait for long', async () => {
    const at = new Date(Date.now() + 3_600_000).toUTCString();
    await using server = await startScriptedServer({ ...busy, headers: { 'retry-after': at } });
    const error = await failureOf(clientOf(server.url).getReservation(key));
    expect(server.asked).toHaveLength(1);
    expect(error.retryAfterMs).toBeGreaterThan(3_500_000);
  });

  test.each([400, 401, 403, 404, 409, 422, 500])('is not what a %d means', async (status) => {
    await using server = await startScriptedServer({ ...problem('internal', status), headers: now });
    await failureOf(clientOf(server.url).getReservation(key));
    expect(server.asked).toHaveLength(1);
  });
});

describe('time', () => {
  test('an answer that does not come in time is asked for again, and then an error', async () => {
    await using server = await startScriptedServer({ isSilent: true });
    const error = await failureOf(clientOf(server.url).getReservation(key, { timeoutMs: 50, retries: 1 }));
    expect(error).toMatchObject({ status: null, type: 'urn:staykey:client:timeout' });
    expect(server.asked).toHaveLength(2);
  });

  test('a caller’s own abort is thrown as it is, also while the next try is waited for', async () => {
    await using server = await startScriptedServer({
      ...problem('busy', 503),
      headers: { 'retry-after': '20' },
    });
    const reason = new Error('The guest hung up');
    const controller = new AbortController();
    const client = clientOf(server.url, {
      fetch: async (url, init) => {
        setTimeout(() => controller.abort(reason), 100);
        return fetch(url, init);
      },
    });
    await expect(client.getReservation(key, { signal: controller.signal })).rejects.toBe(reason);
    await expect(client.getReservation(key, { signal: controller.signal })).rejects.toBe(reason);
    expect(server.asked).toHaveLength(1);
  });
});

describe('options', () => {
  test.each<[string, Partial<ClientOptions>, RegExp]>([
    ['a URL that is none', { baseUrl: 'staykey' }, /^baseUrl: expected an http or https URL/],
    [
      'a password in the URL',
      { baseUrl: 'https://me:secret@pms.example' },
      /^baseUrl: expected no user name/,
    ],
    ['a query', { baseUrl: 'https://pms.example/?a=secret' }, /^baseUrl: expected neither a query/],
    ['a token with a line break', { token: 'secret\n' }, /^token: expected visible ASCII/],
    ['a negative time', { timeoutMs: -1 }, /^timeoutMs is -1: expected a whole number/],
    ['half a retry', { retries: 0.5 }, /^retries is 0.5: expected a whole number/],
  ])('%s is refused, and secrets are not quoted', (_what, options, expected) => {
    expect(() => createClient({ baseUrl: 'https://pms.example', token, ...options })).toThrow(expected);
    expect(() => createClient({ baseUrl: 'https://pms.example', token, ...options })).not.toThrow(/secret/);
  });

  test('of a call are held to what the API takes', async () => {
    await using server = await startScriptedServer({});
    const client = clientOf(server.url);
    await expect(client.getReservation(key, { requestId: 'a\nb' })).rejects.toThrow('requestId is "a\\nb"');
    await expect(client.hold(key, {}, { idempotencyKey: ' ' })).rejects.toThrow('idempotencyKey is " "');
    await client.getReservation(key, { requestId: 'pms-4711' });
    expect(server.asked.map(({ headers }) => headers['x-request-id'])).toEqual(['pms-4711']);
  });
});
