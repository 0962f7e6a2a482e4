import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { reservationKey } from '../feeds/canonical-entry.ts';
import { acknowledgeUpdate, markHandledUpdate, reissueUpdate } from '../workflows/messages.ts';
import { okay, refusals } from './answers.ts';
import { callerOf } from './authorise.ts';
import { acknowledgement, doorOrAll, handled, oneDoor, reissued, reservationState } from './contract.ts';
import type { ApiDependencies } from './dependencies.ts';
import { doorLevers } from './door-levers.ts';
import { createPullLever } from './pull-lever.ts';
import { stateView } from './state-view.ts';

const headers = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,128}$/, 'expected 1 to 128 visible ASCII characters')
    .optional()
    .describe('The same key is carried out once, and answered as it was then'),
});

const path = (lever: string) => `/reservations/:source/:propertyId/:reservationId/${lever}`;

const lever = <Body extends z.ZodType, Answer extends z.ZodType>(
  summary: string,
  body: Body,
  answer: Answer,
) => ({
  config: { right: 'operate' as const },
  schema: {
    tags: ['levers'],
    summary,
    params: reservationKey,
    headers,
    body,
    response: { 200: okay('How things stand after it', answer), ...refusals },
  },
});

/** What operators can do to a run. What makes no sense is refused in the run's own words. */
export const levers: FastifyPluginCallbackZod<ApiDependencies> = (app, dependencies, done) => {
  const pull = createPullLever(dependencies);

  for (const [name, { update, summary }] of Object.entries(doorLevers)) {
    app.post(path(name), lever(summary, doorOrAll.nullish(), reservationState), async (request) =>
      stateView(await pull(request, update, request.body ?? {}), callerOf(request)),
    );
  }

  app.post(
    path('reissue'),
    lever(
      'Another code for the same stay; the old one serves until the new one is ready, and STAYS LIVE until it expires',
      oneDoor,
      reissued,
    ),
    async (request) => {
      const { warning, state } = await pull(request, reissueUpdate, request.body);
      return { warning, state: stateView(state, callerOf(request)) };
    },
  );

  app.post(
    path('acknowledge'),
    lever('Close the notice of a live code with one of its options', acknowledgement, reservationState),
    async (request) => {
      const caller = callerOf(request);
      const { noticeId, option, by = caller.name } = request.body;
      return stateView(await pull(request, acknowledgeUpdate, { noticeId, option, by }), caller);
    },
  );

  app.post(
    path('handled'),
    lever(
      'Somebody sees to the door without Staykey; an empty note takes it back',
      handled,
      reservationState,
    ),
    async (request) => stateView(await pull(request, markHandledUpdate, request.body), callerOf(request)),
  );

  done();
};
