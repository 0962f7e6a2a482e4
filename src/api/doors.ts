import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { auditDoor, commonTimes } from '../domain/audit-door.ts';
import type { Door } from '../domain/door.ts';
import type { Policy } from '../domain/policy.ts';
import { refusalOf } from '../seam/refusal.ts';
import { okay, refusals } from './answers.ts';
import { mustSee } from './authorise.ts';
import { door, doorList, doorParams, doorQuery, type DoorView } from './contract.ts';
import type { ApiDependencies } from './dependencies.ts';
import { ApiProblem } from './problem.ts';

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
    async ({ params: { doorId }, query: { property = '' } }) => {
      const found = await seam.findDoor(doorId).catch((error: unknown) => {
        // An id that is none, in Seam's view.
        if (refusalOf(error)?.reason === 'refused_by_seam') return null;
        throw error;
      });
      if (found) return doorView(found, policyOf(property));
      throw new ApiProblem(
        'unknown-door',
        `Seam knows no device "${doorId.slice(0, 120)}" in this workspace.`,
      );
    },
  );
  done();
};

const doorView = (one: Door, policy: Policy): DoorView =>
  auditDoor({ door: one, policy, nowMs: Date.now(), times: commonTimes });
