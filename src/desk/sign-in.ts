import rateLimit from '@fastify/rate-limit';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { DeskDependencies } from './dependencies.ts';
import { DeskProblem } from './desk-problem.ts';
import { pageAddress } from './page-address.ts';
import { sendPage } from './page.ts';
import { sealSession } from './session.ts';
import { setSession } from './session-cookie.ts';

const ATTEMPTS_PER_MINUTE = 20;

const fields = z.object({ token: z.string().max(512).default(''), next: pageAddress });

/** One signs in with a token of the API; from then on a cookie stands for it. */
export const signIn: FastifyPluginAsyncZod<DeskDependencies> = async (app, { sessionKey, findCaller }) => {
  app.get('/sign-in', { schema: { querystring: z.object({ next: pageAddress }) } }, async (request, reply) =>
    sendPage(request, reply, 'sign-in', {
      title: request.speech().say('signIn.title'),
      next: request.query.next,
      is_refused: false,
    }),
  );

  await app.register(rateLimit, {
    max: ATTEMPTS_PER_MINUTE,
    timeWindow: 60_000,
    allowList: ({ method }) => method === 'GET',
    errorResponseBuilder: (_request, { ttl }) =>
      new DeskProblem('too-many-requests', ({ say }) => say('refusal.tooManyAttempts'), {
        retryAfter: Math.ceil(ttl / 1000),
      }),
  });

  app.post('/sign-in', { schema: { body: fields } }, async (request, reply) => {
    const { token, next } = request.body;
    const caller = findCaller(token.trim());
    if (!caller) {
      request.log.warn({ from: request.ip }, 'Somebody tried to sign in with a token that is none');
      return sendPage(request, reply.code(401), 'sign-in', {
        title: request.speech().say('signIn.title'),
        next,
        is_refused: true,
      });
    }
    setSession(request, reply, sealSession(sessionKey, caller.mark, Date.now()));
    return reply.redirect(next, 303);
  });
};
