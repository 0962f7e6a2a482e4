import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { reservationKey } from '../feeds/canonical-entry.ts';
import { cancelReservation } from '../temporal/cancel-reservation.ts';
import { okay, refusals } from './answers.ts';
import { callerOf } from './authorise.ts';
import { applied, cancelQuery, queued } from './contract.ts';
import type { ApiDependencies } from './dependencies.ts';
import { ApiProblem } from './problem.ts';
import { mustBeCancelled, mustNotBeStale, toQueued } from './revisions.ts';
import { stateView } from './state-view.ts';

const querystring = cancelQuery.refine(
  ({ revision, updatedAt }) => (revision === undefined) !== (updatedAt === undefined),
  { path: ['revision'], message: 'expected either revision or updatedAt: it orders what the PMS says' },
);

export const cancelReservationRoute: FastifyPluginCallbackZod<ApiDependencies> = (
  app,
  { client, taskQueue, settings },
  done,
) => {
  app.delete(
    '/reservations/:source/:propertyId/:reservationId',
    {
      config: { right: 'write' },
      schema: {
        tags: ['reservations'],
        summary: 'Cancel a reservation; codes that exist stay live and get a notice; safe to repeat',
        params: reservationKey,
        querystring,
        response: {
          200: okay('It is cancelled', applied),
          202: okay('Kept for the run; no worker has answered yet', queued),
          ...refusals,
        },
      },
    },
    async (request, reply) => {
      const { params: key, query } = request;
      const revision = query.revision ?? Date.parse(query.updatedAt ?? '');
      const answer = await cancelReservation(client, taskQueue, key, revision, settings.answerWithinMs);
      if (!answer)
        throw new ApiProblem(
          'unknown-reservation',
          'There is nothing to cancel: no run follows this reservation.',
        );
      if (answer.outcome === 'queued') return reply.code(202).send(toQueued({ ...key, revision }));
      if (answer.outcome === 'dropped') {
        mustNotBeStale(revision, answer.state);
        mustBeCancelled(revision, answer);
      }
      return reply.send({
        outcome: answer.outcome === 'dropped' ? 'known' : 'changed',
        state: stateView(answer.state, callerOf(request)),
      });
    },
  );
  done();
};
