import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { reservationWorkflowId } from '../domain/ids.ts';
import { reservationKey } from '../feeds/canonical-entry.ts';
import { readState } from '../temporal/reservation-states.ts';
import type { DeskDependencies } from './dependencies.ts';
import { DeskProblem } from './desk-problem.ts';
import { sendPage } from './page.ts';
import { reservationPath } from './paths.ts';
import { instantInWords } from './when.ts';

/** Asks once more before the one lever that makes something nobody can take back. */
export const reissuePage: FastifyPluginAsyncZod<DeskDependencies> = async (app, { client, settings }) => {
  app.get(
    '/reservations/:source/:propertyId/:reservationId/reissue',
    {
      config: { right: 'operate' },
      schema: { params: reservationKey, querystring: z.object({ door: z.string().max(1000) }) },
    },
    async (request, reply) => {
      const key = request.params;
      const state = await readState(client, reservationWorkflowId(key), settings.answerWithinMs);
      const door = state.doors.find(({ doorId }) => doorId === request.query.door);
      if (!door?.code) throw new DeskProblem('no-code', ({ say }) => say('refusal.noCode'));
      const { say, locale } = request.speech();
      const { endsAt } = door.code;
      const zone = door.plan?.coverage?.timeZone ?? null;
      return sendPage(request, reply, 'reissue', {
        title: say('reissue.title'),
        path: reservationPath(key),
        door_id: door.doorId,
        reservation_id: key.reservationId,
        until: endsAt && instantInWords(endsAt, zone, locale),
        once: randomUUID(),
      });
    },
  );
};
