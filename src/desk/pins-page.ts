import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { createReadPins } from '../api/read-pins.ts';
import { reservationWorkflowId } from '../domain/ids.ts';
import { reservationKey } from '../feeds/canonical-entry.ts';
import { findListed } from '../temporal/find-listed.ts';
import type { PageDependencies } from './dependencies.ts';
import { sendPage } from './page.ts';
import { reservationPath } from './paths.ts';
import { instantInWords } from './when.ts';

/** The one page with PINs: the answer to a form, so that no link leads to it and nothing fetches it beforehand. */
export const pinsPage: FastifyPluginAsyncZod<PageDependencies> = async (app, dependencies) => {
  const readPins = createReadPins(dependencies);
  const { client, settings, knownDoors } = dependencies;
  app.post(
    '/reservations/:source/:propertyId/:reservationId/pins',
    { config: { right: 'read-pin' }, schema: { params: reservationKey } },
    async (request, reply) => {
      const key = request.params;
      const { log, caller } = request;
      const codes = await readPins({ log, caller, params: key });
      const [doors, listed] = await Promise.all([
        knownDoors(),
        findListed(client, reservationWorkflowId(key), settings.answerWithinMs),
      ]);
      const { say, locale } = request.speech();
      const when = (at: string | null, doorId: string) => {
        // A quiet run keeps no zone where lists see it.
        const zone = doors.get(doorId)?.timeZone ?? listed?.timeZone ?? null;
        return at && instantInWords(at, zone, locale);
      };
      return sendPage(request, reply, 'pins', {
        title: say('pins.title'),
        path: reservationPath(key),
        reservation_id: key.reservationId,
        codes: codes.map(({ doorId, pin, role, startsAt, endsAt }) => ({
          door: doors.get(doorId)?.name ?? doorId,
          pin,
          is_wanted: role === 'serves',
          opens: when(startsAt, doorId),
          closes: when(endsAt, doorId),
        })),
      });
    },
  );
};
