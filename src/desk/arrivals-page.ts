import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { callerOf } from '../api/authorise.ts';
import { arrivalsView } from './arrivals-view.ts';
import type { PageDependencies } from './dependencies.ts';
import { arrivalsQuery, findArrivals, wantedBy, type Wanted } from './find-arrivals.ts';
import { sendPage } from './page.ts';

/** Who arrives in these days, and whether their code works. */
export const arrivalsPage: FastifyPluginAsyncZod<PageDependencies> = async (
  app,
  { client, settings, policyOf, localeOf, knownDoors },
) => {
  app.get(
    '/',
    { config: { right: 'read' }, schema: { querystring: arrivalsQuery } },
    async (request, reply) => {
      const { query } = request;
      const nowMs = Date.now();
      const wanted = wantedBy(callerOf(request), query);
      const speech = request.speech(onlyOne(wanted));
      const [found, doors] = await Promise.all([
        findArrivals(client, wanted, { nowMs, withinMs: settings.answerWithinMs }),
        knownDoors(),
      ]);
      return sendPage(request, reply, 'arrivals', {
        title: speech.say('arrivals.title'),
        live: `/desk/live?${new URLSearchParams({ property: query.property }).toString()}`,
        query,
        ...arrivalsView(found, query, { doors, nowMs, policyOf, localeOf, speech }),
        speech,
      });
    },
  );
};

const onlyOne = ({ propertyIds }: Wanted): string | undefined =>
  propertyIds?.length === 1 ? propertyIds[0] : undefined;
