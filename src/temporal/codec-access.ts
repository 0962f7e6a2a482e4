import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { createTokenCheck, type OpenIdProvider } from './access-token.ts';
import { readSession } from './codec-session.ts';

export interface CodecAccess {
  /** Shared by all who know it; also what one signs in with. */
  token: string | null;
  /** Whose access tokens are taken: what a UI with single sign-on passes. */
  people: OpenIdProvider | null;
}

/** Says who asks, in a word fit for a log; null: nobody who may. */
export type Identify = (request: FastifyRequest) => Promise<string | null>;

export const createIdentify = (access: CodecAccess | null): Identify => {
  if (access === null) return async () => 'anybody';
  const { token, people } = access;
  const checkToken = people && createTokenCheck(people);
  return async ({ headers }) => {
    const [, given] = /^Bearer (\S+)$/i.exec(headers.authorization ?? '') ?? [];
    if (given === undefined) return token !== null && readSession(headers.cookie, token) ? 'session' : null;
    if (token !== null && isSame(given, token)) return 'token';
    return checkToken ? checkToken(given) : null;
  };
};

/** In a time that does not tell how much of it was right. */
export const isSame = (given: string, expected: string): boolean =>
  timingSafeEqual(digest(given), digest(expected));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
