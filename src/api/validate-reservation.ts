import pLimit from 'p-limit';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { reservationWorkflowId } from '../domain/ids.ts';
import { reservationFields, reservationKey, toReservation } from '../feeds/canonical-entry.ts';
import { planDoor } from '../seam/plan-door.ts';
import { readState } from '../temporal/reservation-states.ts';
import { okay, refusals } from './answers.ts';
import { validated } from './contract.ts';
import type { ApiDependencies } from './dependencies.ts';

const DOORS_AT_ONCE = 5;

export const validateReservation: FastifyPluginCallbackZod<ApiDependencies> = (
  app,
  { client, seam, policyOf, settings },
  done,
) => {
  app.post(
    '/reservations/:source/:propertyId/:reservationId/validate',
    {
      config: { right: 'read' },
      schema: {
        tags: ['reservations'],
        summary: 'Dry run: what each door would be asked for now; nothing is made',
        description:
          'With a body: of the reservation it describes, whether or not it exists. Without: of the reservation as it is known.',
        params: reservationKey,
        body: reservationFields.nullish(),
        response: { 200: okay('Plan, problems and notices of each door', validated), ...refusals },
      },
    },
    async (request, reply) => {
      const { params: key, body } = request;
      const { stay, doorIds } = body ? toReservation(key, body) : await known(reservationWorkflowId(key));
      const policy = policyOf(key.propertyId);
      const limit = pLimit(DOORS_AT_ONCE);
      const nowMs = Date.now();
      const doors = await Promise.all(
        doorIds.map((doorId) =>
          limit(async () => ({
            doorId,
            plan: await planDoor(seam, { stay, doorId, policy, nowMs, timeZone: null }),
          })),
        ),
      );
      const isPossible = doors.every(({ plan }) => plan.problems.length === 0);
      return reply.send({ ...key, isPossible, doors });
    },
  );

  const known = async (workflowId: string) => {
    const { stay, doors } = await readState(client, workflowId, settings.answerWithinMs);
    return { stay, doorIds: doors.map(({ doorId }) => doorId) };
  };
  done();
};
