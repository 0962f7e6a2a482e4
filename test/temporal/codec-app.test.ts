import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import proto from '@temporalio/proto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildCodecApp } from '../../src/temporal/codec-app.ts';
import { createPayloadCodec } from '../../src/temporal/payload-codec.ts';
import { keysOf } from '../support/payload-keys.ts';

const UI = 'https://temporal.host.example';
const token = 'a-token-of-more-than-thirty-two-characters';
const codec = createPayloadCodec(keysOf('a'));
const logged: string[] = [];
const app = buildCodecApp({
  codec,
  origins: [UI],
  access: { token, people: null },
  logger: { level: 'info', stream: { write: (line) => void logged.push(line) } },
});
let url = '';
beforeAll(async () => {
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

// The JSON form of a payload, as Temporal's server and UI write it.
const { Payload: PayloadMessage } = proto.temporal.api.common.v1;
const toWire = (payload: Payload) =>
  PayloadMessage.toObject(PayloadMessage.fromObject(payload), { bytes: String });
const wireOf = async (value: unknown) => {
  const [encoded] = await codec.encode([defaultPayloadConverter.toPayload(value)]);
  return toWire(encoded ?? {});
};
const valueOf = (wire: unknown) =>
  defaultPayloadConverter.fromPayload(PayloadMessage.fromObject(wire as object));

interface Answer {
  payloads: unknown[];
  error?: string;
}
const signedIn = { authorization: `Bearer ${token}` };
const ask = async (path: string, body: unknown, headers: Record<string, string> = signedIn) => {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-namespace': 'staykey', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { response, status: response.status, answer: (await response.json()) as Answer };
};

test('payloads are decoded in their order, those that are not encrypted pass', async () => {
  const plain = toWire(defaultPayloadConverter.toPayload('plain'));
  const payloads = [await wireOf({ guest: 'Ada' }), plain, await wireOf(null)];
  const { status, answer, response } = await ask('/decode?preserveStorageRefs=true', { payloads });
  expect(status).toBe(200);
  expect(answer.payloads.map(valueOf)).toEqual([{ guest: 'Ada' }, 'plain', null]);
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test("an update's input typed into the UI is encoded, and a worker can read it", async () => {
  const input = { doorId: 'front', note: 'key in the box' };
  const { answer } = await ask('/encode', { payloads: [toWire(defaultPayloadConverter.toPayload(input))] });
  expect(JSON.stringify(answer)).not.toContain(Buffer.from('key in the box').toString('base64').slice(4, -4));
  const decoded = await codec.decode(
    answer.payloads.map((wire) => PayloadMessage.fromObject(wire as object)),
  );
  expect(decoded.map((payload) => defaultPayloadConverter.fromPayload(payload))).toEqual([input]);
});

describe('who may ask', () => {
  test.each([
    ['nobody in particular', {}],
    ['another token', { authorization: 'Bearer another-token-of-more-than-thirty-two' }],
    ['the start of the token', { authorization: `Bearer ${token.slice(0, -1)}` }],
    ['another scheme', { authorization: `Basic ${token}` }],
    ['a cookie nobody signed', { cookie: `staykey_codec=${Date.now() + 9e6}.${'x'.repeat(43)}` }],
    ['a broken cookie', { cookie: 'staykey_codec=; other=1' }],
  ])('not %s', async (_who, headers) => {
    const { status, answer } = await ask('/decode', { payloads: [await wireOf('Ada')] }, headers);
    expect(status).toBe(401);
    expect(answer.payloads).toBeUndefined();
  });

  const signIn = (given: string) =>
    fetch(`${url}/sign-in`, { method: 'POST', body: new URLSearchParams({ token: given }) });

  test('whoever signed in on its page, for as long as the session lasts', async () => {
    expect(await (await fetch(url)).text()).toContain('action="sign-in"');
    const response = await signIn(token);
    const [cookie = '', ...flags] = response.headers.get('set-cookie')?.split('; ') ?? [];
    expect(flags).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Secure', 'Max-Age=43200']));
    expect(cookie).not.toContain(token);

    const headers = { cookie: `theme=dark; ${cookie}`, origin: UI };
    expect((await ask('/decode', { payloads: [] }, headers)).status).toBe(200);
    const [, expires = ''] = /=(\d+)\./.exec(cookie) ?? [];
    const longer = cookie.replace(expires, String(Number(expires) + 1));
    expect((await ask('/decode', { payloads: [] }, { cookie: longer })).status).toBe(401);
  });

  test('not whoever signs in with another token', async () => {
    const response = await signIn('another-token-of-more-than-thirty-two');
    expect(response.status).toBe(401);
    expect(response.headers.get('set-cookie')).toBeNull();
  });
});

describe('pages of other origins', () => {
  const preflight = (origin: string) =>
    fetch(`${url}/decode`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-namespace',
      },
    });

  test('the UI may ask with credentials, before it has any', async () => {
    const { headers, status } = await preflight(UI);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(UI);
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    expect(headers.get('access-control-allow-headers')).toContain('x-namespace');
    const { response } = await ask('/decode', { payloads: [] }, { ...signedIn, origin: UI });
    expect(response.headers.get('access-control-allow-origin')).toBe(UI);
  });

  test('it can read why it was turned away', async () => {
    const { response, status } = await ask('/decode', { payloads: [] }, { origin: UI });
    expect(status).toBe(401);
    expect(response.headers.get('access-control-allow-origin')).toBe(UI);
  });

  test.each([
    'https://evil.example',
    'https://temporal.host.example.evil.example',
    'http://temporal.host.example',
    'null',
  ])('%s may not, whatever it sends', async (origin) => {
    expect((await preflight(origin)).headers.get('access-control-allow-origin')).not.toBe(origin);
    const { status, response } = await ask(
      '/decode',
      { payloads: [await wireOf('Ada')] },
      { ...signedIn, origin },
    );
    expect(status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('what cannot be answered', () => {
  test('an unknown key is named', async () => {
    const [other] = await createPayloadCodec(keysOf('z')).encode([defaultPayloadConverter.toPayload('Ada')]);
    const { status, answer } = await ask('/decode', { payloads: [toWire(other ?? {})] });
    expect(status).toBe(422);
    expect(answer.error).toContain('key "z", which is not known here');
  });

  test.each([
    ['no JSON', '{"payloads": [', 400],
    ['no payloads', { payload: [] }, 400],
    ['data that is not base64', { payloads: [{ data: 'Ada!' }] }, 400],
    ['more than 8 MiB', { payloads: [{ data: 'A'.repeat(9 * 1024 * 1024) }] }, 413],
  ])('%s', async (_what, body, expected) => {
    expect((await ask('/decode', body)).status).toBe(expected);
  });

  test('a form of another page', async () => {
    expect(
      (await ask('/decode', '{"payloads":[]}', { ...signedIn, 'content-type': 'text/plain' })).status,
    ).toBe(415);
  });
});

test('the log says who asked for how much, and holds no payload, token or cookie', async () => {
  const wire = await wireOf({ guest: 'Ada Rivers' });
  logged.length = 0;
  await ask('/decode', { payloads: [wire] });
  await ask('/decode', { payloads: [wire] }, {});
  await ask('/decode', { payloads: [{ ...wire, data: `A${String(wire['data']).slice(1)}` }] });
  const lines = logged.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines[0]).toMatchObject({ caller: 'token', namespace: 'staykey', payloads: 1, msg: 'decode' });
  expect(logged.join()).toContain('was changed since it was encrypted');
  for (const secret of ['Ada', token, String(wire['data']).slice(0, 20)])
    expect(logged.join()).not.toContain(secret);
});

test('it says that it is well to whoever asks', async () => {
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
});
