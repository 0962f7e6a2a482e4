import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { newToken } from '../../src/api/tokens.ts';
import { knownVariables, readCodecConfig, readServerConfig, readWorkerConfig } from '../../src/config.ts';
import { searchAttributeTypes } from '../../src/workflows/search-attributes.ts';
import { keyLine } from '../support/payload-keys.ts';

const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as {
  services: Record<
    string,
    {
      environment?: Record<string, string | number>;
      command?: string[];
      ports?: string[];
      secrets?: string[];
    }
  >;
};
const environmentOf = (service: string) => compose.services[service]?.environment ?? {};

// `${NAME:-default}` and `${NAME:?message}`, as compose reads them with nothing set.
const withDefaults = (value: string | number) =>
  String(value).replace(/\$\{\w+(?::-([^}]*)|:\?[^}]*)\}/g, (_whole, fallback?: string) => fallback ?? '');

// What a service sees, its file of keys aside: that one is a secret mounted in its container.
const withKeys = (service: string) => {
  const { STAYKEY_PAYLOAD_KEYS_FILE: file, ...variables } = environmentOf(service);
  expect(file).toBe('/run/secrets/payload_keys');
  expect(compose.services[service]?.secrets).toContain('payload_keys');
  const values = Object.entries(variables).map(([name, value]) => [name, withDefaults(value)] as const);
  return { ...Object.fromEntries(values), STAYKEY_PAYLOAD_KEYS: keyLine('a') };
};

test('compose names PostgreSQL, Temporal, its UI, the codec server and the worker', () => {
  expect(Object.keys(compose.services)).toEqual(
    expect.arrayContaining(['postgres', 'temporal', 'temporal-ui', 'codec-server', 'worker']),
  );
});

test.each(['worker', 'codec-server', 'api'])(
  'every variable compose sets for the %s is one Staykey reads',
  (service) => {
    expect(Object.keys(environmentOf(service)).filter((name) => !knownVariables.has(name))).toEqual([]);
  },
);

test('the API’s service sets variables the server reads, and the values make a valid configuration', () => {
  const { entry } = newToken({ name: 'pms', properties: ['*'], rights: ['read'] });
  const file = join(mkdtempSync(join(tmpdir(), 'staykey-')), 'tokens.json');
  writeFileSync(file, JSON.stringify([entry]));

  const config = readServerConfig({
    ...withKeys('api'),
    SEAM_API_KEY: 'seam_test',
    STAYKEY_API_TOKENS_FILE: file,
  });
  expect(config.api).toMatchObject({ host: '0.0.0.0', port: 8090 });
});

test('with a key, the values compose sets make a valid configuration', () => {
  const config = readWorkerConfig({ ...withKeys('worker'), SEAM_API_KEY: 'seam_test' });
  expect(config.seam.endpoint).toBe('https://connect.getseam.com');
});

test('the UI asks the codec server where it listens, from an origin it lets in', () => {
  const token = 'a-token-of-more-than-thirty-two-characters';
  const { port, origins } = readCodecConfig({ ...withKeys('codec-server'), STAYKEY_CODEC_TOKEN: token });
  expect(compose.services['codec-server']?.ports).toEqual([`127.0.0.1:${port}:${port}`]);
  const ui = environmentOf('temporal-ui');
  expect(ui['TEMPORAL_CODEC_ENDPOINT']).toBe(`http://localhost:${port}`);
  expect(ui['TEMPORAL_CODEC_INCLUDE_CREDENTIALS']).toBe('true');
  expect(compose.services['temporal-ui']?.ports).toEqual(['127.0.0.1:8080:8080']);
  expect(origins).toEqual(['http://localhost:8080']);
});

test('compose registers exactly the search attributes the workflow upserts', () => {
  const script = compose.services['temporal-namespace']?.command?.join('\n') ?? '';
  const registered = [...script.matchAll(/--name (\w+) --type (\w+)/g)].map(([, name, type]) => [name, type]);
  expect(Object.fromEntries(registered)).toEqual(searchAttributeTypes);
});

test('the image holds what the worker imports', () => {
  const dockerfile = readFileSync('Dockerfile', 'utf8');
  expect(dockerfile).toMatch(/^FROM node:24/m);
  expect(dockerfile).toMatch(/^COPY src \.\/src$/m);
  expect(dockerfile).toMatch(/^COPY templates \.\/templates$/m);
  expect(dockerfile).toMatch(/^USER node$/m);
});
