import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { reservationWorkflowId } from '../domain/ids.ts';
import type { DoorReport } from '../domain/reservation-state.ts';
import { reservationKey } from '../feeds/canonical-entry.ts';
import { readState } from '../temporal/reservation-states.ts';
import { okay, refusals } from './answers.ts';
import { callerOf } from './authorise.ts';
import { accessCodes } from './contract.ts';
import type { ApiDependencies } from './dependencies.ts';

/** The one read of PINs. Who read which is in the log, whatever its level. */
export const accessCodesRoute: FastifyPluginCallbackZod<ApiDependencies> = (
  app,
  { client, seam, settings },
  done,
) => {
  app.get(
    '/reservations/:source/:propertyId/:reservationId/access-codes',
    {
      config: { right: 'read-pin' },
      exposeHeadRoute: false,
      schema: {
        tags: ['reservations'],
        summary: 'The PINs, read from Seam now; each read is logged',
        params: reservationKey,
        response: { 200: okay('Every code that opens one of its doors', accessCodes), ...refusals },
      },
    },
    async (request, reply) => {
      const { source, propertyId, reservationId } = request.params;
      const workflowId = reservationWorkflowId(request.params);
      const { doors } = await readState(client, workflowId, settings.answerWithinMs);
      const wanted = doors.flatMap(codesOf);
      const audit = request.log.child({ audit: 'pin-read' }, { level: 'info' });
      const ids = {
        by: callerOf(request).name,
        workflowId,
        accessCodeIds: wanted.map((code) => code.accessCodeId),
      };
      // Before the answer: a read that nobody can find in the log must not be.
      audit.info(ids, 'PINs are read');
      const found = await Promise.all(
        wanted.map(async (code) => ({ ...code, pin: await seam.readPin(code.accessCodeId) })),
      );
      return reply
        .header('cache-control', 'no-store')
        .send({ source, propertyId, reservationId, accessCodes: found });
    },
  );
  done();
};

const codesOf = ({ doorId, code, orphanedCodes }: DoorReport) => {
  const unwanted = orphanedCodes
    .filter((live) => live.closed?.how !== 'gone' && live.closed?.how !== 'expired')
    .map((live) => live.code)
    .filter(({ accessCodeId }) => accessCodeId !== code?.accessCodeId);
  return [
    ...(code ? [{ code, role: 'serves' as const }] : []),
    ...unwanted.map((one) => ({ code: one, role: 'unwanted' as const })),
  ].map(({ code: { accessCodeId, startsAt, endsAt }, role }) => ({
    doorId,
    accessCodeId,
    role,
    startsAt,
    endsAt,
  }));
};
