import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { listPage } from '../temporal/list-page.ts';
import { okay, refusals } from './answers.ts';
import { callerOf, mustSee } from './authorise.ts';
import { listQuery, reservationList, type ReservationList } from './contract.ts';
import { fromCursor, toCursor } from './cursor.ts';
import type { ApiDependencies } from './dependencies.ts';

export const listReservations: FastifyPluginCallbackZod<ApiDependencies> = (
  app,
  { client, cursorKey, settings },
  done,
) => {
  app.get(
    '/reservations',
    {
      config: { right: 'read' },
      schema: {
        tags: ['reservations'],
        summary: 'Reservations by property, status, what needs a human, arrival and door',
        querystring: listQuery,
        response: { 200: okay('One page, newest first', reservationList), ...refusals },
      },
    },
    async (request, reply) => {
      const { cursor, limit, property, door, status, attention, arrivesFrom, arrivesTo } = request.query;
      if (property !== undefined) mustSee(request, property);
      const { properties } = callerOf(request);
      const propertyIds = property !== undefined ? [property] : properties && [...properties].sort();
      const filter = { propertyIds, status, attention, arrivesFrom, arrivesTo, doorId: door };
      const question = JSON.stringify({ ...filter, limit });
      const place = cursor === undefined ? new Uint8Array() : fromCursor(cursorKey, question, cursor);
      const { runs, nextPageToken } = await client.withDeadline(Date.now() + settings.answerWithinMs, () =>
        listPage(client, filter, limit, place),
      );
      return reply.send({
        reservations: runs as ReservationList['reservations'],
        next: toCursor(cursorKey, question, nextPageToken),
      });
    },
  );
  done();
};
