import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiProblem } from './problem.ts';
import type { Caller, FindCaller, Right } from './tokens.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null outside `/v1`. */
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    right?: Right;
  }
}

/**
 * Every route below needs a token with the right it names, and only of its properties. What a token may not see it is
 * refused before anything is looked up: whether it exists stays unknown.
 */
export const authorise = (app: FastifyInstance, find: FindCaller): void => {
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request) => {
    const [, token] = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(request.headers.authorization ?? '') ?? [];
    const caller = token === undefined ? undefined : find(token);
    if (!caller)
      throw new ApiProblem('unauthenticated', 'Expected "Authorization: Bearer" and a token of this API.');
    request.caller = caller;
    const { right } = request.routeOptions.config;
    if (right && !caller.rights.has(right)) {
      throw new ApiProblem('forbidden', `Token "${caller.name}" lacks the right "${right}".`);
    }
  });
  // After validation: the id as it will be used.
  app.addHook('preHandler', async (request) => {
    const { propertyId } = (request.params ?? {}) as { propertyId?: string };
    if (propertyId !== undefined) mustSee(request, propertyId);
  });
};

export const callerOf = ({ caller }: Pick<FastifyRequest, 'caller'>): Caller => {
  if (!caller) throw new Error('This route is outside of what asks for a token');
  return caller;
};

export const maySee = ({ properties }: Caller, propertyId: string): boolean =>
  properties === null || properties.has(propertyId);

export const mustSee = (request: FastifyRequest, propertyId: string): void => {
  const caller = callerOf(request);
  if (maySee(caller, propertyId)) return;
  throw new ApiProblem(
    'forbidden',
    `Token "${caller.name}" is not for property "${propertyId.slice(0, 120)}".`,
  );
};
