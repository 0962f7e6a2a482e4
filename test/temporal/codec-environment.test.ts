import { expect, test } from 'vitest';
import { ConfigError, readCodecConfig } from '../../src/config.ts';
import { keyLine } from '../support/payload-keys.ts';

const token = 'tellnobody-tellnobody-tellnobody-12';
const base = {
  STAYKEY_PAYLOAD_KEYS: keyLine('a'),
  STAYKEY_CODEC_ORIGINS: 'https://temporal.example.com, http://localhost:8080',
};

const refusalOf = (env: Record<string, string>): string => {
  try {
    readCodecConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'none';
};

test('with keys, origins and a token it listens on this machine', () => {
  expect(readCodecConfig({ ...base, STAYKEY_CODEC_TOKEN: token })).toMatchObject({
    host: '127.0.0.1',
    port: 8081,
    origins: ['https://temporal.example.com', 'http://localhost:8080'],
    access: { token, people: null },
    keys: { current: { id: 'a' } },
  });
});

test('a provider of access tokens will do as well', () => {
  const { access } = readCodecConfig({
    ...base,
    STAYKEY_CODEC_TOKEN_ISSUER: 'https://login.example.com/',
    STAYKEY_CODEC_TOKEN_AUDIENCE: 'temporal',
  });
  expect(access).toEqual({
    token: null,
    people: { issuer: 'https://login.example.com/', audience: 'temporal' },
  });
});

test('without anybody to be asked for it does not start, unless told so and on this machine alone', () => {
  expect(refusalOf(base)).toMatch(/STAYKEY_CODEC_TOKEN is not set/);
  const open = { ...base, STAYKEY_CODEC_AUTH: 'off' };
  expect(readCodecConfig(open).access).toBeNull();
  for (const host of ['0.0.0.0', '::', '10.0.0.5', 'localhost.evil.example', '127.evil']) {
    expect(refusalOf({ ...open, STAYKEY_CODEC_HOST: host })).toContain(`STAYKEY_CODEC_HOST="${host}"`);
  }
  for (const host of ['localhost', '::1', '127.0.0.2']) {
    expect(readCodecConfig({ ...open, STAYKEY_CODEC_HOST: host }).host).toBe(host);
  }
  expect(refusalOf({ ...open, STAYKEY_CODEC_TOKEN: token })).toMatch(/STAYKEY_CODEC_TOKEN: expected none/);
});

test('all that is wrong is named at once, and no secret is shown', () => {
  const message = refusalOf({
    STAYKEY_PAYLOAD_KEYS: 'tellnobody',
    STAYKEY_CODEC_ORIGINS: 'https://temporal.example.com/namespaces',
    STAYKEY_CODEC_PORT: '80810',
    STAYKEY_CODEC_TOKEN: 'tellnobody',
    STAYKEY_CODEC_TOKEN_ISSUER: 'https://login.example.com',
  });
  expect(message).toContain('STAYKEY_PAYLOAD_KEYS: key 1');
  expect(message).toContain(
    'STAYKEY_CODEC_ORIGINS="https://temporal.example.com/namespaces": expected scheme',
  );
  expect(message).toContain('STAYKEY_CODEC_PORT="80810"');
  expect(message).toContain('STAYKEY_CODEC_TOKEN: expected at least 32');
  expect(message).toContain('STAYKEY_CODEC_TOKEN_AUDIENCE is not set');
  expect(message).not.toContain('tellnobody');
});

test.each([
  '*',
  'null',
  'temporal.example.com',
  'https://temporal.example.com/',
  'ftp://temporal.example.com',
])('%s is no origin', (origin) => {
  expect(refusalOf({ ...base, STAYKEY_CODEC_TOKEN: token, STAYKEY_CODEC_ORIGINS: origin })).toContain(
    `STAYKEY_CODEC_ORIGINS="${origin}"`,
  );
});

test('where nothing is encrypted there is nothing to serve', () => {
  const env = { STAYKEY_CODEC_ORIGINS: 'http://localhost:8080', STAYKEY_PAYLOAD_ENCRYPTION: 'off' };
  expect(refusalOf({ ...env, STAYKEY_CODEC_TOKEN: token })).toMatch(/nothing to decode/);
});
