import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { callerOf } from '../api/authorise.ts';
import { reservationWorkflowId } from '../domain/ids.ts';
import { reservationKey } from '../feeds/canonical-entry.ts';
import { findListed } from '../temporal/find-listed.ts';
import { readStory } from '../temporal/read-story.ts';
import { readState } from '../temporal/reservation-states.ts';
import type { PageDependencies } from './dependencies.ts';
import { leverDone } from './lever-done.ts';
import { sendPage } from './page.ts';
import { reservationPath } from './paths.ts';
import { reservationView } from './reservation-view.ts';
import { MOST_PAGES, storyView } from './story-view.ts';

const asked = z.object({
  done: z.string().optional(),
  /** How many pages of what happened. */
  story: z.coerce.number().int().min(1).max(MOST_PAGES).catch(1),
});

/** One reservation: its doors, what waits for a decision, what happened, and the levers. */
export const reservationPage: FastifyPluginAsyncZod<PageDependencies> = async (
  app,
  { client, settings, runsUrl, doorNames },
) => {
  app.get(
    '/reservations/:source/:propertyId/:reservationId',
    {
      config: { right: 'read' },
      schema: { params: reservationKey, querystring: asked },
    },
    async (request, reply) => {
      const key = request.params;
      const workflowId = reservationWorkflowId(key);
      const speech = request.speech();
      // First: of a run that is not there only this says so.
      const state = await readState(client, workflowId, settings.answerWithinMs);
      const [story, names, listed] = await Promise.all([
        client.withDeadline(Date.now() + settings.answerWithinMs, () =>
          readStory(client, workflowId, request.query.story),
        ),
        doorNames(),
        findListed(client, workflowId, settings.answerWithinMs),
      ]);
      const { nameOf, ...view } = reservationView(state, {
        names,
        listed,
        speech,
        caller: callerOf(request),
      });
      return sendPage(request, reply, 'reservation', {
        ...view,
        live: `${reservationPath(key)}/live`,
        run_url: runsUrl && `${runsUrl}/${encodeURIComponent(workflowId)}`,
        story: storyView(story, request.query.story, {
          timeZone: view.time_zone,
          speech,
          nameOf,
        }),
        done: leverDone(request.query.done, speech),
        once: randomUUID(),
      });
    },
  );
};
