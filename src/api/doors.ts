import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { okay, refusals } from './answers.ts';
import { mustSee } from './authorise.ts';
import { door, doorList, doorParams, doorQuery } from './contract.ts';
import type { ApiDependencies } from './dependencies.ts';
import { doorView, findDoorView } from './find-door-view.ts';

const tags = ['doors'];
const config = { right: 'read' as const };

/** What each door can do, before anybody books it. */
export const doors: FastifyPluginCallbackZod<ApiDependencies> = (app, { seam, policyOf }, done) => {
  app.addHook<{ Querystring: { property?: string } }>('preHandler', async (request) => {
    if (request.query.property !== undefined) mustSee(request, request.query.property);
  });

  app.get(
    '/doors',
    {
      config,
      schema: {
        tags,
        summary: 'Every Oracode door of the Seam workspace: zone, slots, and the times they serve',
        querystring: doorQuery,
        response: { 200: okay('All of them', doorList), ...refusals },
      },
    },
    async ({ query: { property = '' } }) => {
      const policy = policyOf(property);
      return { doors: (await seam.listDoors()).map((one) => doorView(one, policy)) };
    },
  );

  app.get(
    '/doors/:doorId',
    {
      config,
      schema: {
        tags,
        summary: 'One door: zone, slots, and the times they serve',
        params: doorParams,
        querystring: doorQuery,
        response: { 200: okay('The door', door), ...refusals },
      },
    },
    async ({ params: { doorId }, query: { property = '' } }) =>
      findDoorView(seam, doorId, policyOf(property)),
  );
  done();
};
