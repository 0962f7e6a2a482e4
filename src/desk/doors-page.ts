import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { doorParams } from '../api/contract.ts';
import { findDoorView } from '../api/find-door-view.ts';
import type { PageDependencies } from './dependencies.ts';
import { doorView } from './door-view.ts';
import { sendPage } from './page.ts';
import { doorPath } from './paths.ts';

const config = { right: 'read' as const };

/** Every door, and one with what it can serve. */
export const doorsPage: FastifyPluginAsyncZod<PageDependencies> = async (app, { seam, policyOf }) => {
  app.get('/doors', { config }, async (request, reply) => {
    const doors = await seam.listDoors();
    return sendPage(request, reply, 'doors', {
      title: 'Doors',
      doors: doors.map(({ doorId, name, timeZone, canProgramOfflineAccessCodes }) => ({
        path: doorPath(doorId),
        name,
        time_zone: timeZone,
        can_have_codes: canProgramOfflineAccessCodes,
      })),
    });
  });

  app.get('/doors/:doorId', { config, schema: { params: doorParams } }, async (request, reply) => {
    const door = await findDoorView(seam, request.params.doorId, policyOf(''));
    return sendPage(request, reply, 'door', { title: door.name, ...doorView(door) });
  });
};
