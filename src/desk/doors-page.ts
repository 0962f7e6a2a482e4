import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { callerOf } from '../api/authorise.ts';
import { doorParams } from '../api/contract.ts';
import { findDoorView } from '../api/find-door-view.ts';
import type { PageDependencies } from './dependencies.ts';
import { doorView } from './door-view.ts';
import { doorWeeksView } from './door-weeks-view.ts';
import { findDoorStays } from './find-door-stays.ts';
import { sendPage } from './page.ts';
import { doorPath } from './paths.ts';

const config = { right: 'read' as const };

/** Every door, and one with what it can serve. */
export const doorsPage: FastifyPluginAsyncZod<PageDependencies> = async (
  app,
  { client, seam, settings, policyOf },
) => {
  app.get('/doors', { config }, async (request, reply) => {
    const doors = await seam.listDoors();
    return sendPage(request, reply, 'doors', {
      title: request.speech().say('doors.title'),
      doors: doors.map(({ doorId, name, timeZone, canProgramOfflineAccessCodes }) => ({
        path: doorPath(doorId),
        name,
        time_zone: timeZone,
        can_have_codes: canProgramOfflineAccessCodes,
      })),
    });
  });

  app.get('/doors/:doorId', { config, schema: { params: doorParams } }, async (request, reply) => {
    const { doorId } = request.params;
    const door = await findDoorView(seam, doorId, policyOf(''));
    const nowMs = Date.now();
    const weeks = await findDoorStays(client, callerOf(request), doorId, {
      nowMs,
      withinMs: settings.answerWithinMs,
    });
    const [property, ...others] = new Set(weeks.stays.map(({ propertyId }) => propertyId));
    const speech = request.speech(others.length === 0 ? property : undefined);
    return sendPage(request, reply, 'door', {
      title: door.name,
      live: `${doorPath(doorId)}/live`,
      speech,
      ...doorView(door, speech),
      ...doorWeeksView(weeks, door, { nowMs, speech }),
    });
  });
};
