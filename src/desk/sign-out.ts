import type { FastifyPluginAsync } from 'fastify';
import { dropSession } from './session-cookie.ts';

/** Takes the cookie out of this browser. A copy of it, had somebody made one, ends with its time or its token. */
export const signOut: FastifyPluginAsync = async (app) => {
  app.post('/sign-out', async (request, reply) => {
    dropSession(request, reply);
    return reply.redirect('/desk/sign-in', 303);
  });
};
