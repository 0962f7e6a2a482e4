import type { UpdateDefinition } from '@temporalio/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { callerOf } from '../api/authorise.ts';
import { doorLevers } from '../api/door-levers.ts';
import { createPullLever } from '../api/pull-lever.ts';
import { optionName } from '../api/state-contract.ts';
import type { ReservationKey } from '../domain/reservation.ts';
import { reservationKey } from '../feeds/canonical-entry.ts';
import { acknowledgeUpdate, markHandledUpdate, reissueUpdate } from '../workflows/messages.ts';
import type { DeskDependencies } from './dependencies.ts';
import { reservationPath } from './paths.ts';

const text = z.string().trim().min(1, 'expected something to be written here').max(1000);
/** `once` belongs to the form as it was shown: pressed twice, it is carried out once. */
const sent = z.object({ once: z.uuid() });
const ofDoor = sent.extend({ door: text });

const path = (lever: string) => `/reservations/:source/:propertyId/:reservationId/${lever}`;
const lever = <Form extends z.ZodType>(body: Form) => ({
  config: { right: 'operate' as const },
  schema: { params: reservationKey, body },
});

/** The forms of a reservation's page: the API's levers, sent by a browser. */
export const leverForms: FastifyPluginAsyncZod<DeskDependencies> = async (app, dependencies) => {
  const pullLever = createPullLever(dependencies);
  const pull = async <Answer, Input>(
    request: FastifyRequest & { params: ReservationKey; body: { once: string } },
    reply: FastifyReply,
    update: UpdateDefinition<Answer, [Input]>,
    input: Input,
    done: string,
  ) => {
    const { params, caller, body } = request;
    await pullLever({ params, caller, headers: { 'idempotency-key': body.once } }, update, input);
    request.log
      .child({ audit: 'lever' }, { level: 'info' })
      .info({ by: callerOf(request).name, lever: done });
    return reply.redirect(`${reservationPath(params)}?done=${done}`, 303);
  };

  for (const [name, { update }] of Object.entries(doorLevers)) {
    app.post(path(name), lever(ofDoor), async (request, reply) =>
      pull(request, reply, update, { doorId: request.body.door }, name),
    );
  }

  app.post(path('reissue'), lever(ofDoor), async (request, reply) =>
    pull(request, reply, reissueUpdate, { doorId: request.body.door }, 'reissue'),
  );

  const decision = sent.extend({
    notice: text,
    option: optionName,
    by: z.string().trim().max(100).default(''),
  });
  app.post(path('acknowledge'), lever(decision), async (request, reply) => {
    const { notice: noticeId, option, by } = request.body;
    const decided = { noticeId, option, by: by || callerOf(request).name };
    return pull(request, reply, acknowledgeUpdate, decided, 'acknowledge');
  });

  app.post(path('handled'), lever(ofDoor.extend({ note: text })), async (request, reply) => {
    const { door: doorId, note } = request.body;
    return pull(request, reply, markHandledUpdate, { doorId, note }, 'handled');
  });

  app.post(path('not-handled'), lever(ofDoor), async (request, reply) =>
    pull(request, reply, markHandledUpdate, { doorId: request.body.door, note: '' }, 'not-handled'),
  );
};
