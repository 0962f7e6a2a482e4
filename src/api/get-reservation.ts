import { createHash } from 'node:crypto';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { reservationWorkflowId } from '../domain/ids.ts';
import { reservationKey } from '../feeds/canonical-entry.ts';
import { readState } from '../temporal/reservation-states.ts';
import { okay, refusals } from './answers.ts';
import { callerOf } from './authorise.ts';
import { reservationState } from './contract.ts';
import type { ApiDependencies } from './dependencies.ts';
import { stateView } from './state-view.ts';

export const getReservation: FastifyPluginCallbackZod<ApiDependencies> = (
  app,
  { client, settings },
  done,
) => {
  app.get(
    '/reservations/:source/:propertyId/:reservationId',
    {
      config: { right: 'read' },
      schema: {
        tags: ['reservations'],
        summary: 'Where every door of a reservation stands, without PINs',
        params: reservationKey,
        response: {
          200: okay('Its state, with an ETag', reservationState),
          304: z.undefined().describe('Nothing has changed since the state of If-None-Match'),
          ...refusals,
        },
      },
    },
    async (request, reply) => {
      const workflowId = reservationWorkflowId(request.params);
      const state = stateView(
        await readState(client, workflowId, settings.answerWithinMs),
        callerOf(request),
      );
      const etag = `"${createHash('sha256').update(JSON.stringify(state)).digest('base64url').slice(0, 22)}"`;
      void reply.header('etag', etag).header('cache-control', 'private, no-cache');
      if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
      return reply.send(state);
    },
  );
  done();
};

const isKnown = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch?.split(',').some((known) => ['*', etag].includes(known.trim().replace(/^W\//, ''))) ?? false;
