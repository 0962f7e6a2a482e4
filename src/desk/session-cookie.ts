import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_MS } from './session.ts';

const NAME = 'staykey_desk';

export const cookieOf = ({ cookies }: FastifyRequest): string | undefined => cookies[NAME];

export const setSession = (request: FastifyRequest, reply: FastifyReply, text: string): void =>
  void reply.setCookie(NAME, text, { ...cookieAttributes(request), maxAge: SESSION_MS / 1000 });

export const dropSession = (request: FastifyRequest, reply: FastifyReply): void =>
  void reply.clearCookie(NAME, cookieAttributes(request));

/** Lax: a link in a message to staff must find them signed in. What changes something is a POST, which Lax leaves out. */
export const cookieAttributes = ({ headers }: FastifyRequest) => ({
  path: '/desk',
  httpOnly: true,
  sameSite: 'lax' as const,
  secure: !isThisMachine(URL.parse(`http://${headers.host}`)?.hostname ?? ''),
});

// Not every browser keeps a secure cookie of plain http, not even on this machine.
const isThisMachine = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(host);
