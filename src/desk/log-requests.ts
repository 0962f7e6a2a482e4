import type { FastifyInstance } from 'fastify';

/**
 * One line for each answer, with the route's pattern in place of the path. Fastify's own lines hold paths: the desk is
 * registered with a log level that leaves them out.
 */
export const logRequests = (app: FastifyInstance): void => {
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions, caller, id, ip } = request;
    const about = {
      reqId: id,
      method,
      page: routeOptions.url ?? null,
      by: caller?.name ?? null,
      from: ip,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    };
    app.log.info(about, 'front desk');
  });
};
