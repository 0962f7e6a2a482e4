import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { ReservationKey } from '../domain/reservation.ts';
import { reservationKey, reservationFields, toReservation } from '../feeds/canonical-entry.ts';
import { applyReservation } from '../temporal/apply-reservation.ts';
import { okay, refusals } from './answers.ts';
import { callerOf } from './authorise.ts';
import { applied, queued } from './contract.ts';
import type { ApiDependencies } from './dependencies.ts';
import { mustBeTheSame, mustNotBeStale, toQueued } from './revisions.ts';
import { stateView } from './state-view.ts';

const body = reservationFields.refine(
  ({ revision, updatedAt }) => revision !== undefined || updatedAt !== undefined,
  { path: ['revision'], message: 'expected revision or updatedAt: it orders what the PMS says' },
);

export const putReservation: FastifyPluginCallbackZod<ApiDependencies> = (
  app,
  { client, taskQueue, settings },
  done,
) => {
  app.put(
    '/reservations/:source/:propertyId/:reservationId',
    {
      config: { right: 'write' },
      schema: {
        tags: ['reservations'],
        summary: 'Start or change a reservation; safe to repeat',
        params: reservationKey,
        body,
        response: {
          200: okay('The run follows it, or knew it already', applied),
          201: okay('A run began with it', applied),
          202: okay('Kept for the run; no worker has answered yet', queued),
          ...refusals,
        },
      },
    },
    async (request, reply) => {
      const key: ReservationKey = request.params;
      const reservation = toReservation(key, request.body);
      const answer = await applyReservation(client, taskQueue, reservation, settings.answerWithinMs);
      if (answer.outcome === 'queued') return reply.code(202).send(toQueued(reservation));
      if (answer.outcome === 'dropped') {
        mustNotBeStale(reservation.revision, answer.state);
        mustBeTheSame(reservation, answer);
      }
      const outcome = answer.outcome === 'dropped' ? 'known' : answer.outcome;
      const state = stateView(answer.state, callerOf(request));
      return reply.code(outcome === 'started' ? 201 : 200).send({ outcome, state });
    },
  );
  done();
};
