import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { reservationKey } from '../feeds/canonical-entry.ts';
import { okay, refusals } from './answers.ts';
import { accessCodes } from './contract.ts';
import type { ApiDependencies } from './dependencies.ts';
import { createReadPins } from './read-pins.ts';

export const accessCodesRoute: FastifyPluginCallbackZod<ApiDependencies> = (app, dependencies, done) => {
  const readPins = createReadPins(dependencies);
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
      return reply
        .header('cache-control', 'no-store')
        .send({ source, propertyId, reservationId, accessCodes: await readPins(request) });
    },
  );
  done();
};
