import rateLimit from '@fastify/rate-limit';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ApiProblem } from '../api/problem.ts';
import type { DeskDependencies } from './dependencies.ts';
import { sendPage } from './page.ts';
import { sealSession } from './session.ts';
import { setSession } from './session-cookie.ts';

const ATTEMPTS_PER_MINUTE = 20;

// Only pages of the desk: what is in the address may come from anybody.
const ownPage = z
  .string()
  .regex(/^\/desk(?=[/?]|$)[\x21-\x7e]*$/)
  .refine((path) => !path.includes('\\'))
  .catch('/desk');
const fields = z.object({ token: z.string().max(512).default(''), next: ownPage });

/** One signs in with a token of the API; from then on a cookie stands for it. */
export const signIn: FastifyPluginAsyncZod<DeskDependencies> = async (app, { sessionKey, findCaller }) => {
  app.get('/sign-in', { schema: { querystring: z.object({ next: ownPage }) } }, async (request, reply) =>
    sendPage(request, reply, 'sign-in', { title: 'Sign in', next: request.query.next, is_refused: false }),
  );

  await app.register(rateLimit, {
    max: ATTEMPTS_PER_MINUTE,
    timeWindow: 60_000,
    allowList: ({ method }) => method === 'GET',
    errorResponseBuilder: (_request, { ttl }) =>
      new ApiProblem('too-many-requests', 'Too many attempts to sign in from your address. Wait a minute.', {
        retryAfter: Math.ceil(ttl / 1000),
      }),
  });

  app.post('/sign-in', { schema: { body: fields } }, async (request, reply) => {
    const { token, next } = request.body;
    const caller = findCaller(token.trim());
    if (!caller) {
      request.log.warn({ from: request.ip }, 'Somebody tried to sign in with a token that is none');
      return sendPage(request, reply.code(401), 'sign-in', { title: 'Sign in', next, is_refused: true });
    }
    setSession(request, reply, sealSession(sessionKey, caller.mark, Date.now()));
    return reply.redirect(next, 303);
  });
};
