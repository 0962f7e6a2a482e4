import rateLimit from '@fastify/rate-limit';
import type { FastifyPluginAsync } from 'fastify';
import { authorise, callerOf } from './authorise.ts';
import type { ApiDependencies } from './dependencies.ts';
import { boundInFlight } from './in-flight.ts';
import { ApiProblem } from './problem.ts';
import { accessCodesRoute } from './access-codes.ts';
import { cancelReservationRoute } from './cancel-reservation.ts';
import { doors } from './doors.ts';
import { getReservation } from './get-reservation.ts';
import { levers } from './levers.ts';
import { listReservations } from './list-reservations.ts';
import { putReservation } from './put-reservation.ts';
import { validateReservation } from './validate-reservation.ts';

const routes = [
  putReservation,
  cancelReservationRoute,
  getReservation,
  listReservations,
  validateReservation,
  levers,
  accessCodesRoute,
  doors,
];

/** Everything that needs a token. The cheapest refusal comes first. */
export const v1 =
  (dependencies: ApiDependencies): FastifyPluginAsync =>
  async (app) => {
    const { settings, findCaller } = dependencies;
    boundInFlight(app, settings.requestsInFlight);
    authorise(app, findCaller);
    await app.register(rateLimit, {
      max: settings.requestsPerMinute,
      timeWindow: 60_000,
      keyGenerator: (request) => callerOf(request).name,
      errorResponseBuilder: (_request, { max, ttl }) =>
        new ApiProblem('too-many-requests', `More than ${max} requests in a minute with this token.`, {
          retryAfter: Math.ceil(ttl / 1000),
        }),
    });
    for (const route of routes) await app.register(route, dependencies);
  };
