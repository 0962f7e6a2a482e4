import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import serveStatic from '@fastify/static';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { fileURLToPath } from 'node:url';
import { callerOf } from '../api/authorise.ts';
import { boundInFlight } from '../api/in-flight.ts';
import { arrivalsPage } from './arrivals-page.ts';
import { chooseLanguage } from './choose-language.ts';
import type { DeskDependencies } from './dependencies.ts';
import { DeskProblem } from './desk-problem.ts';
import { doorsPage } from './doors-page.ts';
import { explainErrors } from './explain-errors.ts';
import { guard } from './guard.ts';
import { importsPage } from './imports-page.ts';
import { createKnownDoors, namesOf } from './known-doors.ts';
import { leverForms } from './lever-forms.ts';
import { live } from './live.ts';
import { logRequests } from './log-requests.ts';
import { onlyFromOwnPages } from './own-pages.ts';
import { speakLanguages } from './page-language.ts';
import { pinsPage } from './pins-page.ts';
import { reissuePage } from './reissue-page.ts';
import { reservationPage } from './reservation-page.ts';
import { headers } from './security-headers.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

const pages = [
  signOut,
  arrivalsPage,
  reservationPage,
  leverForms,
  reissuePage,
  pinsPage,
  doorsPage,
  importsPage,
];
const assets = fileURLToPath(new URL('./assets', import.meta.url));

/** Where they are. Fastify's own log lines hold paths, so these routes leave them out; see log-requests.ts. */
export const deskRoutes = { prefix: '/desk', logLevel: 'warn' as const };

/** The pages of those who greet guests. Every page is made here and works without a script. */
export const desk =
  (dependencies: DeskDependencies): FastifyPluginAsync =>
  async (app) => {
    const knownDoors = createKnownDoors(dependencies.seam);
    const inPages = { ...dependencies, knownDoors, doorNames: namesOf(knownDoors) };
    app.decorateRequest('caller', null);
    app.decorateRequest('session', null);
    hideFromApiDescription(app);
    speakLanguages(app, dependencies);
    logRequests(app);
    explainErrors(app);
    await app.register(helmet, headers);
    await app.register(cookie);
    await app.register(formbody);
    await app.register(serveStatic, { root: assets, prefix: '/assets/', index: false });
    onlyFromOwnPages(app);
    await app.register(chooseLanguage);
    await app.register(signIn, dependencies);
    await app.register(async (inside) => {
      guard(inside, dependencies);
      await inside.register(live, dependencies);
      await inside.register(async (bounded) => {
        boundInFlight(bounded, dependencies.settings.requestsInFlight);
        await bounded.register(rateLimit, {
          max: dependencies.settings.requestsPerMinute,
          timeWindow: 60_000,
          keyGenerator: (request) => callerOf(request).name,
          errorResponseBuilder: (_request, { max, ttl }) =>
            new DeskProblem('too-many-requests', ({ say }) => say('refusal.tooManyPages', { count: max }), {
              retryAfter: Math.ceil(ttl / 1000),
            }),
        });
        for (const page of pages) await bounded.register(page, inPages);
      });
    });
  };

const hideFromApiDescription = (app: FastifyInstance): void => {
  app.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, hide: true };
  });
};
