import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';

// Made for these tests: a CA, and a certificate of it for localhost. The fetching of feeds has one that is its own CA, which a worker refuses.
const certificate = new URL('certificate/', import.meta.url);

export interface Cloud extends AsyncDisposable {
  /** `localhost:port`. */
  address: string;
  /** The CA that its certificate is to be trusted by, as PEM. */
  ca: string;
  /** The `authorization` of each call. */
  keys: (string | undefined)[];
}

/** Speaks TLS alone, as Temporal Cloud does, and answers every call with an empty message. */
export const startCloud = async (): Promise<Cloud> => {
  const read = (name: string) => readFileSync(new URL(name, certificate), 'utf8');
  const server = createSecureServer({ cert: read('localhost.pem'), key: read('localhost-key.pem') });
  const keys: Cloud['keys'] = [];
  server.on('sessionError', () => undefined);
  server.on('stream', (stream, headers) => {
    keys.push(headers.authorization);
    stream.on('error', () => undefined);
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    // One message, not compressed, of no bytes.
    stream.end(Buffer.alloc(5));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `localhost:${port}`,
    ca: read('ca.pem'),
    keys,
    [Symbol.asyncDispose]: () => new Promise((resolve) => void server.close(() => resolve())),
  };
};
