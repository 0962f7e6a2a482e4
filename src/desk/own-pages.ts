import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DeskProblem } from './desk-problem.ts';

/** Forms come from pages of this very address; browsers say so, and scripts of other pages can't say otherwise. */
export const onlyFromOwnPages = (app: FastifyInstance): void => {
  app.addHook('onRequest', async (request) => {
    if (request.method === 'POST' && !isFromOwnPage(request)) {
      throw new DeskProblem('forbidden', ({ say }) => say('refusal.otherSite'));
    }
  });
};

const isFromOwnPage = ({ headers }: FastifyRequest): boolean => {
  // Sent over TLS and on this machine; whatever proxy is between, it says what the browser saw.
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return headers.origin !== undefined && URL.parse(headers.origin)?.host === headers.host;
};
