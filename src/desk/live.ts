import { PassThrough } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { callerOf } from '../api/authorise.ts';
import { doorParams } from '../api/contract.ts';
import { reservationWorkflowId } from '../domain/ids.ts';
import { reservationKey } from '../feeds/canonical-entry.ts';
import { lengthOfRun } from '../temporal/length-of-run.ts';
import { listFeeds } from '../temporal/list-feeds.ts';
import { arrivalsQuery, findArrivals, wantedBy } from './find-arrivals.ts';
import type { DeskDependencies } from './dependencies.ts';
import { findDoorStays } from './find-door-stays.ts';
import { createWatcher, type Look } from './watcher.ts';

const config = { right: 'read' as const };
const STILL_THERE_MS = 25_000;

/**
 * Server-sent events: `watching` when it begins, and `changed` whenever what a page shows is no longer what it was. They
 * hold nothing else; the page fetches itself anew, with all that is asked of who wants to see it.
 */
export const live: FastifyPluginAsyncZod<DeskDependencies> = async (app, { client, taskQueue, settings }) => {
  const watcher = createWatcher((error) => app.log.warn({ err: error }, 'A page can’t be watched'));
  const streams = new Set<PassThrough>();
  const send = streamTo(app, streams, watcher);
  app.addHook('preClose', async () => {
    watcher.stop();
    for (const stream of streams) stream.end();
  });

  app.get('/live', { config, schema: { querystring: arrivalsQuery } }, async (request, reply) => {
    const wanted = wantedBy(callerOf(request), request.query);
    const see = () => findArrivals(client, wanted, { nowMs: Date.now(), withinMs: settings.answerWithinMs });
    return send(request, reply, `arrivals ${JSON.stringify(wanted)}`, { see, everyMs: 3_000 });
  });

  app.get(
    '/reservations/:source/:propertyId/:reservationId/live',
    { config, schema: { params: reservationKey } },
    async (request, reply) => {
      const workflowId = reservationWorkflowId(request.params);
      const see = () => lengthOfRun(client, workflowId);
      return send(request, reply, workflowId, { see, everyMs: 2_000 });
    },
  );

  app.get('/doors/:doorId/live', { config, schema: { params: doorParams } }, async (request, reply) => {
    const { doorId } = request.params;
    const caller = callerOf(request);
    const see = () =>
      findDoorStays(client, caller, doorId, { nowMs: Date.now(), withinMs: settings.answerWithinMs });
    return send(request, reply, `door ${doorId} ${caller.mark}`, { see, everyMs: 5_000 });
  });

  app.get('/imports/live', { config }, async (request, reply) => {
    const see = () => listFeeds(client, taskQueue, settings.answerWithinMs);
    return send(request, reply, 'imports', { see, everyMs: 10_000 });
  });
};

const streamTo =
  (app: FastifyInstance, streams: Set<PassThrough>, { watch }: ReturnType<typeof createWatcher>) =>
  (request: FastifyRequest, reply: FastifyReply, name: string, look: Look) => {
    const stream = new PassThrough();
    const stop = watch(name, look, (news) => stream.write(`event: ${news}\ndata:\n\n`));
    const beat = setInterval(() => stream.write(':\n\n'), STILL_THERE_MS);
    const expiry = setTimeout(() => stream.end(), (request.session?.expiresAt ?? 0) - Date.now());
    streams.add(stream);
    stream.on('close', () => {
      stop();
      clearInterval(beat);
      clearTimeout(expiry);
      streams.delete(stream);
    });
    stream.on('error', (error) => app.log.debug({ err: error }, 'A watcher has gone'));
    stream.write('retry: 3000\n\n');
    return reply
      .header('cache-control', 'no-store')
      .header('x-accel-buffering', 'no')
      .type('text/event-stream')
      .send(stream);
  };
