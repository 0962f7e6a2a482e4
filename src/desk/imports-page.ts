import { WorkflowNotFoundError } from '@temporalio/client';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { callerOf } from '../api/authorise.ts';
import type { Caller } from '../api/tokens.ts';
import { listFeeds } from '../temporal/list-feeds.ts';
import { sendUpdate } from '../temporal/send-update.ts';
import { approveMissingUpdate, rejectMissingUpdate } from '../workflows/import-feed.ts';
import type { PageDependencies } from './dependencies.ts';
import { DeskProblem } from './desk-problem.ts';
import { feedView } from './feed-view.ts';
import { maySeeFeed } from './may-see-feed.ts';
import { sendPage } from './page.ts';

const decided = { approve: 'imports.approved', reject: 'imports.rejected' } as const;
const done = z.enum(['approve', 'reject']).optional().catch(undefined);
const ofFeed = z.object({ feed: z.string().max(1000) });
const ofHeld = ofFeed.extend({
  missing: z
    .string()
    .regex(/^\d{1,9}$/, 'expected a whole number')
    .transform(Number),
});

/** The last reading of each feed, and the decision about one that is held. */
export const importsPage: FastifyPluginAsyncZod<PageDependencies> = async (
  app,
  { client, taskQueue, settings },
) => {
  const feedsFor = async (caller: Caller) =>
    (await listFeeds(client, taskQueue, settings.answerWithinMs)).filter(({ feed }) =>
      maySeeFeed(caller, feed),
    );

  app.get(
    '/imports',
    { config: { right: 'read' }, schema: { querystring: z.object({ done }) } },
    async (request, reply) => {
      const speech = request.speech();
      const feeds = await feedsFor(callerOf(request));
      return sendPage(request, reply, 'imports', {
        title: speech.say('imports.title'),
        live: '/desk/imports/live',
        feeds: feeds.map((feed) => feedView(feed, speech)),
        done: request.query.done ? speech.say(decided[request.query.done]) : null,
        speech,
      });
    },
  );

  /** The run is looked up anew: what a form names need not be a feed this caller may decide about. */
  const lastRunOf = async (feedId: string, caller: Caller): Promise<string> => {
    const found = (await feedsFor(caller)).find(({ feed }) => feed.id === feedId);
    if (!found?.last) throw new DeskProblem('not-found', ({ say }) => say('refusal.noFeed'));
    return found.last.workflowId;
  };
  const decideOnce = async (decide: Promise<unknown>) =>
    decide.catch((error: unknown) => {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      throw new DeskProblem('run-over', ({ say }) => say('refusal.readingOver'));
    });

  app.post(
    '/imports/approve',
    { config: { right: 'operate' }, schema: { body: ofHeld } },
    async (request, reply) => {
      const caller = callerOf(request);
      const run = await lastRunOf(request.body.feed, caller);
      const input = { missing: request.body.missing, by: caller.name };
      await decideOnce(sendUpdate(client, run, approveMissingUpdate, [input]));
      return reply.redirect('/desk/imports?done=approve', 303);
    },
  );

  app.post(
    '/imports/reject',
    { config: { right: 'operate' }, schema: { body: ofFeed } },
    async (request, reply) => {
      const caller = callerOf(request);
      const run = await lastRunOf(request.body.feed, caller);
      await decideOnce(sendUpdate(client, run, rejectMissingUpdate, [{ by: caller.name }]));
      return reply.redirect('/desk/imports?done=reject', 303);
    },
  );
};
