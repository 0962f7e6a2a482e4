import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { checkReadiness } from '../temporal/check-readiness.ts';
import { okay } from './answers.ts';
import { readiness } from './contract.ts';
import type { ApiDependencies } from './dependencies.ts';

const tags = ['health'];

export const health: FastifyPluginCallbackZod<ApiDependencies> = (app, { client, taskQueue }, done) => {
  app.get(
    '/healthz',
    {
      schema: {
        tags,
        summary: 'The process is alive',
        security: [],
        response: { 200: okay('It is', z.object({ status: z.literal('alive') })) },
      },
    },
    () => ({ status: 'alive' as const }),
  );

  app.get(
    '/readyz',
    {
      schema: {
        tags,
        summary: 'Temporal can be reached; says which part can not',
        security: [],
        response: { 200: okay('All that is needed is there', readiness), 503: okay('It is not', readiness) },
      },
    },
    async (_request, reply) => {
      const { isReady, temporal, worker } = await checkReadiness(client, taskQueue);
      return reply
        .code(isReady ? 200 : 503)
        .send({ status: isReady ? 'ready' : 'not_ready', parts: { temporal, worker } });
    },
  );
  done();
};
