import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import type { Client } from '@temporalio/client';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../src/api/app.ts';
import type { ApiDependencies } from '../../src/api/dependencies.ts';
import type { ApiSettings } from '../../src/api/settings.ts';
import { findCaller, newToken, type Right } from '../../src/api/tokens.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import type { Reservation, ReservationKey } from '../../src/domain/reservation.ts';
import { createSeam } from '../../src/seam/client.ts';

interface Grant {
  properties?: string[];
  rights?: Right[];
}

interface ApiOptions {
  settings?: Partial<ApiSettings>;
  /** Tokens by name, besides `all`. */
  grants?: Record<string, Grant>;
  /** With it Seam's webhooks are received. */
  webhookSecret?: string;
  logLevel?: string;
  /** Registers what else the server has. */
  also?: (app: FastifyInstance, dependencies: ApiDependencies) => void;
}

interface Call {
  /** The name of a grant; null: none. */
  as?: string | null;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Api extends AsyncDisposable {
  url: string;
  port: number;
  tokens: Record<string, string>;
  /** What the server has logged. */
  log: () => string;
  call: <Body = Record<string, unknown>>(
    method: string,
    path: string,
    call?: Call,
  ) => Promise<{ status: number; headers: Headers; body: Body }>;
}

/** What the API runs on: a stage, or the parts of one. */
interface Ground {
  client: Client;
  taskQueue: string;
  simulator: { apiKey: string; url: string };
}

/** The API on a free port. */
export const startApi = async (
  { client, taskQueue, simulator }: Ground,
  { settings = {}, grants = {}, webhookSecret, logLevel = 'info', also }: ApiOptions = {},
): Promise<Api> => {
  const made = Object.entries({ all: {}, ...grants }).map(([name, grant]: [string, Grant]) =>
    newToken({ name, properties: ['*'], rights: ['read', 'write', 'operate', 'read-pin'], ...grant }),
  );
  const tokens = Object.fromEntries(made.map(({ token, entry }) => [entry.name, token]));
  let logged = '';
  const dependencies: ApiDependencies = {
    client,
    taskQueue,
    seam: createSeam({ apiKey: simulator.apiKey, endpoint: simulator.url, timeoutMs: 2_000 }),
    policyOf: () => defaultPolicy,
    findCaller: findCaller(made.map(({ entry }) => entry)),
    cursorKey: randomBytes(32),
    settings: {
      answerWithinMs: 8_000,
      requestsPerMinute: 100_000,
      requestsInFlight: 100,
      arriveWithinMs: 10_000,
      trustedProxies: [],
      ...settings,
    },
    log: {
      level: logLevel,
      stream: new Writable({
        write: (line: Buffer, _encoding, done) => {
          logged += line.toString();
          done();
        },
      }),
    },
    ...(webhookSecret === undefined ? {} : { webhook: { secret: webhookSecret, client } }),
  };
  const app = buildApp(dependencies);
  also?.(app, dependencies);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    port: Number(new URL(url).port),
    tokens,
    log: () => logged,
    call: async <Body>(method: string, path: string, { as = 'all', body, headers = {} }: Call = {}) => {
      const response = await fetch(url + path, {
        method,
        headers: {
          ...(as === null ? {} : { authorization: `Bearer ${tokens[as]}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: (text === '' ? undefined : JSON.parse(text)) as Body,
      };
    },
    [Symbol.asyncDispose]: () => app.close(),
  };
};

export const pathTo = ({ source, propertyId, reservationId }: ReservationKey, ...rest: string[]): string =>
  ['/v1/reservations', ...[source, propertyId, reservationId].map(encodeURIComponent), ...rest].join('/');

/** As a PMS sends it. */
export const bodyOf = ({ revision, status, stay, doorIds, guest }: Reservation) => ({
  revision,
  status,
  ...stay,
  doors: doorIds,
  guest,
});
