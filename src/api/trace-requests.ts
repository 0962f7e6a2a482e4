import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Told of each request as it comes, for those who trace. */
export type ApiTracer = (about: {
  method: string;
  /** The pattern. */
  route: string;
  /** The caller's own trace, as it was sent. */
  traceparent: unknown;
}) => TracedRequest;

interface TracedRequest {
  /** What is done in it is part of the request. */
  within: (act: () => void) => void;
  end: (status: number) => void;
}

// Asked for all the time, or open for hours.
const untraced = /^\/(?:healthz|readyz)$|^\/desk\/assets\/|\/live$/;

/** Must come before the routes. A request that no route takes is not traced. */
export const traceRequests = (app: FastifyInstance, tracer: ApiTracer): void => {
  const traced = new WeakMap<FastifyRequest, TracedRequest>();
  app.addHook('onRequest', async (request) => {
    const { url: route } = request.routeOptions;
    if (route === undefined || untraced.test(route)) return;
    const { traceparent } = request.headers;
    traced.set(request, tracer({ method: request.method, route, traceparent }));
  });
  // Not earlier: what reads the body does not come back in the same context.
  app.addHook('preValidation', (request, _reply, done) => {
    const begun = traced.get(request);
    if (begun) begun.within(done);
    else done();
  });
  app.addHook('onResponse', async (request, { statusCode }) => traced.get(request)?.end(statusCode));
};
