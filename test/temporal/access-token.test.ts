import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTokenCheck } from '../../src/temporal/access-token.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const published = [
  { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa-1', use: 'sig' },
  { ...ec.publicKey.export({ format: 'jwk' }), kid: 'ec-1' },
  { kty: 'oct', kid: 'odd', k: 'AAAA' },
];

let asked = 0;
let issuer = '';
const provider = createServer((request, response) => {
  asked += 1;
  const body =
    request.url === '/realm/.well-known/openid-configuration'
      ? { jwks_uri: `${issuer}/keys` }
      : { keys: published };
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
});
beforeAll(async () => {
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/realm`;
});
afterAll(() => provider.close());

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const soon = () => Math.floor(Date.now() / 1000) + 300;
const claims = (parts: object = {}) => ({ iss: issuer, sub: 'mara', aud: 'staykey', exp: soon(), ...parts });
const tokenOf = (payload: object, { key = rsa.privateKey, head = { alg: 'RS256', kid: 'rsa-1' } } = {}) => {
  const signed = `${base64url(head)}.${base64url(payload)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
};
const check = (token: string) => createTokenCheck({ issuer, audience: 'staykey' })(token);

test('a token of the provider names its subject, with either kind of key', async () => {
  expect(await check(tokenOf(claims()))).toBe('mara');
  expect(await check(tokenOf(claims({ aud: ['other', 'staykey'] })))).toBe('mara');
  expect(await check(tokenOf(claims(), { key: ec.privateKey, head: { alg: 'ES256', kid: 'ec-1' } }))).toBe(
    'mara',
  );
});

test.each<[string, () => string]>([
  ['signed by somebody else', () => tokenOf(claims(), { key: stranger.privateKey })],
  ['meant for another', () => tokenOf(claims({ aud: 'payroll' }))],
  ['of another issuer', () => tokenOf(claims({ iss: 'https://elsewhere.example' }))],
  ['that has expired', () => tokenOf(claims({ exp: soon() - 600 }))],
  ['that is not valid yet', () => tokenOf(claims({ nbf: soon() }))],
  ['without an end', () => tokenOf({ ...claims(), exp: undefined })],
  ['of an unknown key', () => tokenOf(claims(), { head: { alg: 'RS256', kid: 'rsa-2' } })],
  ['that is not signed', () => `${base64url({ alg: 'none', kid: 'rsa-1' })}.${base64url(claims())}.`],
  ['with the algorithm of another key', () => tokenOf(claims(), { head: { alg: 'ES256', kid: 'rsa-1' } })],
  ['signed with the public key as a password', () => hmacToken(rsa.publicKey)],
  [
    'changed after it was signed',
    () => tokenOf(claims()).replace(/\.[^.]+\./, `.${base64url(claims({ sub: 'root' }))}.`),
  ],
  ['that is none', () => 'not-a-token'],
  ['with a part too many', () => `${tokenOf(claims())}.x`],
])('a token %s is refused', async (_what, token) => {
  expect(await check(token())).toBeNull();
});

const hmacToken = (key: KeyObject): string => {
  const signed = `${base64url({ alg: 'HS256', kid: 'rsa-1' })}.${base64url(claims())}`;
  const pem = key.export({ format: 'pem', type: 'spki' });
  return `${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`;
};

test('the provider is asked once, not for every token nor for every unknown key', async () => {
  const checkAll = createTokenCheck({ issuer, audience: 'staykey' });
  await checkAll(tokenOf(claims()));
  const before = asked;
  await checkAll(tokenOf(claims()));
  await checkAll(tokenOf(claims(), { head: { alg: 'RS256', kid: 'made-up' } }));
  expect(asked).toBe(before);
});

test('a provider that gives no keys is an error, not a refusal', async () => {
  const checkAll = createTokenCheck({ issuer: `${issuer}/nowhere`, audience: 'staykey' });
  await expect(checkAll(tokenOf(claims({ iss: `${issuer}/nowhere` })))).rejects.toThrow();
});
