import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealSession, SESSION_MS } from '../../src/desk/session.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { startDesk, type Desk } from './desk.ts';

let stage: Stage;
let desk: Desk;
beforeAll(async () => {
  stage = await openStage({ world: [] });
  desk = await startDesk(stage);
});
afterAll(async () => {
  await desk[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
});

const signIn = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${desk.url}/desk/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: desk.url, ...headers },
    body: new URLSearchParams(fields),
  });
const token = () => desk.api.tokens['all'] ?? '';

test('a token is exchanged for a cookie that no script reads, no other site sends, and that lasts a shift', async () => {
  const response = await signIn({ token: token(), next: '/desk/imports' });
  const cookie = response.headers.get('set-cookie') ?? '';
  expect([response.status, response.headers.get('location')]).toEqual([303, '/desk/imports']);
  expect(cookie).toMatch(/; Max-Age=43200; Path=\/desk; HttpOnly; SameSite=Lax$/);
  expect(cookie).not.toContain(token());
});

test('the cookie is for https alone, but on this machine', async () => {
  const cookieAt = async (host: string) =>
    (
      await new Promise<string[]>((resolve, reject) => {
        // fetch sends no other Host than that of the address.
        const body = new URLSearchParams({ token: token() }).toString();
        const headers = {
          host,
          origin: `http://${host}`,
          'content-type': 'application/x-www-form-urlencoded',
        };
        const sent = request(`${desk.url}/desk/sign-in`, { method: 'POST', headers }, (answer) => {
          resolve(answer.headers['set-cookie'] ?? []);
          answer.resume();
        });
        sent.on('error', reject).end(body);
      })
    ).join();
  expect(await cookieAt('localhost:8090')).not.toContain('Secure');
  expect(await cookieAt('desk.hotel.example')).toContain('; Secure');
});

test('a token that is none is refused in words, and is not in the log', async () => {
  const response = await signIn({ token: 'staykey_wrong-token' });
  expect(response.status).toBe(401);
  expect(response.headers.get('set-cookie')).toBeNull();
  expect(await response.text()).toContain('That is no token of this server');
  expect(desk.api.log()).toContain('Somebody tried to sign in');
  expect(desk.api.log()).not.toContain('wrong-token');
});

test.each(['https://evil.example/', '//evil.example/', '/desk\\..\\evil', '/v1/reservations', '/deskevil'])(
  'after signing in one is not led to %s',
  async (next) => {
    expect((await signIn({ token: token(), next })).headers.get('location')).toBe('/desk');
  },
);

test('without a session every page leads to signing in and back, and no form is taken', async () => {
  const stranger = desk.stranger();
  const page = await stranger.get('/desk/reservations/a/b/c?done=retry');
  expect([page.status, page.headers.get('location')]).toEqual([
    303,
    '/desk/sign-in?next=%2Fdesk%2Freservations%2Fa%2Fb%2Fc%3Fdone%3Dretry',
  ]);
  for (const path of ['/desk', '/desk/doors', '/desk/imports', '/desk/live', '/desk/imports/live']) {
    expect([path, (await stranger.get(path)).status]).toEqual([path, 303]);
  }
  const form = await stranger.submit('/desk/reservations/a/b/c/retry');
  expect([form.status, form.text.includes('not signed in any more')]).toEqual([401, true]);
});

test('a cookie that was changed, forged, or has expired is none', async () => {
  const [, genuine = ''] = (await desk.visitor()).cookie().split('=');
  const forgeries = {
    'another signature': `${genuine.slice(0, -1)}${genuine.endsWith('A') ? 'B' : 'A'}`,
    'a later expiry': genuine.replace(/\.(\d+)\./, (_all, at: string) => `.${Number(at) + 1}.`),
    'another key': sealSession(randomBytes(32), genuine.slice(0, 22), Date.now()),
    'a token nobody has': sealSession(desk.sessionKey, 'a'.repeat(22), Date.now()),
    expired: sealSession(desk.sessionKey, genuine.slice(0, 22), Date.now() - SESSION_MS - 1),
    empty: '',
  };
  for (const [what, text] of Object.entries(forgeries)) {
    const page = await desk.stranger(`staykey_desk=${text}`).get('/desk');
    expect([what, page.status]).toEqual([what, 303]);
  }
  expect((await desk.stranger(`staykey_desk=${genuine}`).get('/desk')).status).toBe(200);
});

test('a session ends with its token: a server that has another one under the same name does not know it', async () => {
  const clerk = await desk.visitor();
  await using after = await startDesk(stage, { sessionKey: desk.sessionKey });
  expect((await clerk.get('/desk')).status).toBe(200);
  expect((await after.stranger(clerk.cookie()).get('/desk')).status).toBe(303);
});

test('signing out takes the cookie away', async () => {
  const clerk = await desk.visitor();
  const page = await clerk.submit('/desk/sign-out', {}, '/desk');
  expect([page.status, page.headers.get('location')]).toEqual([303, '/desk/sign-in']);
  expect(clerk.cookie()).toBe('staykey_desk=');
});

test('whoever tries many tokens has to wait', async () => {
  await using other = await startDesk(stage);
  const tries = [];
  for (let n = 0; n < 21; n += 1)
    tries.push((await other.stranger().submit('/desk/sign-in', { token: 'x' })).status);
  expect(tries.slice(-2)).toEqual([401, 429]);
});

const tryFrom = (at: Desk, forwardedFor: string) =>
  fetch(`${at.url}/desk/sign-in`, {
    method: 'POST',
    headers: { origin: at.url, 'x-forwarded-for': forwardedFor },
    body: new URLSearchParams({ token: 'x' }),
  }).then(({ status }) => status);

test('behind a proxy that is trusted each guest of it has attempts of their own, and is named in the log', async () => {
  await using other = await startDesk(stage, { settings: { trustedProxies: ['127.0.0.0/8'] } });
  const tries = [];
  for (let n = 0; n < 21; n += 1) tries.push(await tryFrom(other, '198.51.100.1'));
  expect(tries.slice(-2)).toEqual([401, 429]);
  expect(await tryFrom(other, '198.51.100.2')).toBe(401);
  // What a guest writes there, the proxy puts its own word behind.
  expect(await tryFrom(other, '198.51.100.3, 198.51.100.1')).toBe(429);
  expect(other.api.log()).toContain('"from":"198.51.100.2"');
  expect(other.api.log()).not.toContain('198.51.100.3');
});

test('what anybody else says of where they come from is not believed', async () => {
  await using other = await startDesk(stage, { settings: { trustedProxies: ['198.51.100.0/24'] } });
  const tries = [];
  for (let n = 0; n < 21; n += 1) tries.push(await tryFrom(other, `198.51.100.${n}`));
  expect(tries.slice(-2)).toEqual([401, 429]);
  expect(other.api.log()).toContain('"from":"127.0.0.1"');
  expect(other.api.log()).not.toContain('198.51.100.');
});

test('pages may load nothing from elsewhere, be shown nowhere else, and be kept nowhere', async () => {
  const { headers, text } = await (await desk.visitor()).get('/desk');
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none';style-src 'self';script-src 'self';img-src 'self';connect-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
  );
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(text).not.toMatch(/(?:src|href|action)="(?!\/desk)(?!#)/);
  expect(text).not.toMatch(/ style=| on[a-z]+=/);
});

test('the pages are no part of the description of the API', async () => {
  const description = await (await fetch(`${desk.url}/openapi.json`)).text();
  expect(description).not.toContain('/desk');
});
