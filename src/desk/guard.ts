import type { FastifyInstance, FastifyRequest } from 'fastify';
import { maySee } from '../api/authorise.ts';
import type { Right } from '../api/tokens.ts';
import type { DeskDependencies } from './dependencies.ts';
import { DeskProblem } from './desk-problem.ts';
import { isSameText, openSession, type Session } from './session.ts';
import { cookieOf } from './session-cookie.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null outside the desk, and on its page to sign in. */
    session: Session | null;
  }
}

/**
 * Every page below needs a session, and what the API asks of a token: the right the route names, and the property. What is
 * of another property is not there at all.
 */
export const guard = (
  app: FastifyInstance,
  { sessionKey, findCaller }: Pick<DeskDependencies, 'sessionKey' | 'findCaller'>,
): void => {
  app.addHook('onRequest', async (request, reply) => {
    const session = openSession(sessionKey, cookieOf(request), Date.now());
    // The token may have been taken back since.
    const caller = session && findCaller.again(session.mark);
    if (!session || !caller) {
      if (request.method === 'GET' && wantsPage(request)) {
        return reply.redirect(`/desk/sign-in?next=${encodeURIComponent(request.url)}`, 303);
      }
      throw new DeskProblem('unauthenticated', ({ say }) => say('refusal.signedOut'));
    }
    request.session = session;
    request.caller = caller;
    const { right } = request.routeOptions.config;
    if (right && !caller.rights.has(right)) throw lacking(right);
  });
  // Before validation, which leaves out of a form what its route does not ask for.
  app.addHook('preValidation', async (request) => {
    if (request.method === 'POST') mustBeOwnForm(request);
  });
  app.addHook('preHandler', async (request) => {
    const { propertyId } = (request.params ?? {}) as { propertyId?: string };
    if (propertyId !== undefined && request.caller && !maySee(request.caller, propertyId)) {
      throw new DeskProblem('unknown-reservation', ({ say }) => say('refusal.noRun'));
    }
  });
};

const wantsPage = ({ headers }: FastifyRequest): boolean => headers.accept !== 'text/event-stream';

const lacking = (right: Right): DeskProblem =>
  new DeskProblem('forbidden', ({ say }) => say('refusal.lacksRight', { right }));

const mustBeOwnForm = ({ body, session }: FastifyRequest): void => {
  const { proof } = (body ?? {}) as { proof?: unknown };
  if (session && typeof proof === 'string' && isSameText(session.formProof, proof)) return;
  throw new DeskProblem('forbidden', ({ say }) => say('refusal.otherSession'));
};
