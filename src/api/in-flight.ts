import type { FastifyInstance } from 'fastify';
import { ApiProblem } from './problem.ts';

/** Of requests that are more than `most` at once, the last are turned away before they cost anything. */
export const boundInFlight = (app: FastifyInstance, most: number): void => {
  let inFlight = 0;
  app.addHook('onRequest', async (_request, reply) => {
    if (inFlight >= most) {
      throw new ApiProblem('busy', `${most} requests are being answered already.`, { retryAfter: 1 });
    }
    inFlight += 1;
    // Also where the client goes away before its answer.
    reply.raw.once('close', () => (inFlight -= 1));
  });
};
