import { readFileSync } from 'node:fs';
import { createServer as createHttp, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer as createRaw, type AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { Feed } from '../../src/feeds/feed-config.ts';
import { fetchFeed } from '../../src/fetch/fetch-feed.ts';
import { FetchFault } from '../../src/fetch/fetch-fault.ts';
import type { FetchedText, Validators } from '../../src/fetch/fetched.ts';
import type { FetchLimits } from '../../src/fetch/limits.ts';

// Made for these tests and trusted by them alone: of localhost, ::1, 127.0.0.1 and 127.0.0.2.
const pem = (name: string) => readFileSync(new URL(`certificate/${name}.pem`, import.meta.url), 'utf8');
const certificate = pem('localhost');

export const trustTestCertificate = (): void =>
  setDefaultCACertificates([...getCACertificates('default'), certificate]);

interface FeedServer {
  origin: string;
  port: number;
  requests: IncomingMessage[];
}

/** A server on this machine that ends with the test. */
export const serve = async (
  answer: RequestListener | string,
  { isSecure = true, host = '127.0.0.1' }: { isSecure?: boolean; host?: string } = {},
): Promise<FeedServer> => {
  const requests: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => {
    requests.push(request);
    if (typeof answer === 'string') response.end(answer);
    else answer(request, response);
  };
  const server = isSecure
    ? createHttps({ cert: certificate, key: pem('localhost-key') }, listener)
    : createHttp(listener);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `${isSecure ? 'https' : 'http'}://${host}:${port}`, port, requests };
};

/** A server that says these bytes to everybody, whatever they are. Answers its http address. */
export const serveBytes = async (bytes: Uint8Array | string): Promise<string> => {
  const server = createRaw((socket) => {
    socket.on('error', () => undefined).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
};

interface Asked {
  allow?: Partial<Feed['allow']>;
  headers?: Record<string, string>;
  charset?: string;
  validators?: Validators | null;
  limits?: Partial<FetchLimits>;
  signal?: AbortSignal;
}

/** Fetches from this address, which is a secret; loopback is allowed unless `allow` says otherwise. */
export const fetchFrom = (address: string, asked: Asked = {}) => {
  const { allow, headers = {}, charset, validators = null, limits, signal } = asked;
  const names = Object.keys(headers).map((name, index) => [name, { env: `HEADER_${index}` }] as const);
  const env = Object.fromEntries(Object.values(headers).map((value, index) => [`HEADER_${index}`, value]));
  return fetchFeed(
    {
      location: { env: 'ADDRESS' },
      headers: Object.fromEntries(names),
      allow: { http: false, addresses: ['127.0.0.1/32'], ...allow },
      ...(charset === undefined ? {} : { charset }),
    },
    { ...env, ADDRESS: address },
    validators,
    { ...(limits && { limits }), ...(signal && { signal }) },
  );
};

export const textFrom = async (address: string, asked: Asked = {}): Promise<FetchedText> => {
  const fetched = await fetchFrom(address, asked);
  if (fetched.kind !== 'text') throw new Error(`expected a text, not ${fetched.kind}`);
  return fetched;
};

export const faultFrom = async (address: string, asked: Asked = {}): Promise<FetchFault> => {
  try {
    await fetchFrom(address, asked);
  } catch (error) {
    if (error instanceof FetchFault) return error;
    throw error;
  }
  throw new Error('expected a fault');
};
