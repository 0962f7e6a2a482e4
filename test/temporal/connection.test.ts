import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { readConnectOptions } from '../../src/temporal/connect-options.ts';
import { connectClient } from '../../src/temporal/connection.ts';
import { connectWorker } from '../../src/temporal/worker-connection.ts';
import { startCloud } from './cloud.ts';

afterEach(() => vi.unstubAllEnvs());

const file = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'staykey-cloud-')), 'file');
  writeFileSync(path, text);
  return path;
};

const inEnvironment = (variables: Record<string, string>) => {
  for (const [name, value] of Object.entries({ STAYKEY_PAYLOAD_ENCRYPTION: 'off', ...variables }))
    vi.stubEnv(name, value);
};

test('a worker and everything else reach Temporal Cloud over TLS, with an API key that lies in a file', async () => {
  await using cloud = await startCloud();
  inEnvironment({
    TEMPORAL_ADDRESS: cloud.address,
    TEMPORAL_NAMESPACE: 'staykey.a1b2c',
    TEMPORAL_API_KEY_FILE: file('key-of-the-cloud\n'),
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: file(cloud.ca),
  });

  const { client, close } = await connectClient();
  await close();
  const { connection, namespace } = await connectWorker();
  await connection.close();

  expect(client.options.namespace).toBe('staykey.a1b2c');
  expect(namespace).toBe('staykey.a1b2c');
  expect(cloud.keys.length).toBeGreaterThanOrEqual(2);
  expect(new Set(cloud.keys)).toEqual(new Set(['Bearer key-of-the-cloud']));
});

test('a key switches TLS on, and a variable that a compose file leaves empty does not switch it off', () => {
  const { connectionOptions } = readConnectOptions({
    TEMPORAL_ADDRESS: 'europe-west1.gcp.api.temporal.io:7233',
    TEMPORAL_API_KEY: 'key',
    TEMPORAL_TLS: '',
    TEMPORAL_TLS_SERVER_NAME: '',
    TEMPORAL_PROFILE: '',
  });
  expect(connectionOptions).toMatchObject({ apiKey: 'key', tls: true });
});

test('an empty key is none', () => {
  const { connectionOptions } = readConnectOptions({
    TEMPORAL_ADDRESS: 'temporal:7233',
    TEMPORAL_API_KEY: '',
  });
  expect(connectionOptions.apiKey).toBeUndefined();
  expect(connectionOptions.tls).toBeUndefined();
});

test('client certificates are read from their files', () => {
  const { connectionOptions } = readConnectOptions({
    TEMPORAL_TLS_CLIENT_CERT_PATH: file('certificate'),
    TEMPORAL_TLS_CLIENT_KEY_PATH: file('key'),
  });
  const pair = (connectionOptions.tls as { clientCertPair: { crt: Uint8Array; key: Uint8Array } })
    .clientCertPair;
  expect([pair.crt, pair.key].map((bytes) => Buffer.from(bytes).toString())).toEqual(['certificate', 'key']);
});
