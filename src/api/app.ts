import type { Server } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyHttpOptions, type FastifyRequest } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import packageJson from '../../package.json' with { type: 'json' };
import { answer, answerBrokenClient, answerErrors, pathOf } from './answer-errors.ts';
import type { ApiDependencies } from './dependencies.ts';
import { closeAfterAnswer } from './drain.ts';
import { describeApi } from './open-api.ts';
import { requestIdOf } from './request-id.ts';
import { health } from './health.ts';
import { measureAnswers } from './meter.ts';
import { seamWebhook } from './seam-webhook.ts';
import { LARGEST_BODY } from './settings.ts';
import { traceRequests } from './trace-requests.ts';
import { v1 } from './v1.ts';

/** The HTTP API for a PMS. Does not listen by itself. */
export const buildApp = (dependencies: ApiDependencies): FastifyInstance => {
  const app = Fastify(optionsOf(dependencies));
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser('text/plain');
  answerErrors(app);
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id));
  if (dependencies.meter) measureAnswers(app, dependencies.meter);
  if (dependencies.tracer) traceRequests(app, dependencies.tracer);
  closeAfterAnswer(app);
  describeApi(app, packageJson.version);
  // Routes are described only when they come after the plugin that does it.
  app.after(() => {
    void app.register(health, dependencies);
    void app.register(v1(dependencies), { prefix: '/v1' });
    if (dependencies.webhook) void app.register(seamWebhook, dependencies.webhook);
  });
  return app;
};

// Above what a slow answer takes: a dry run asks Seam once for each door.
const CONNECTION_IDLE_MS = 120_000;

const optionsOf = ({ settings, log }: ApiDependencies) =>
  ({
    logger: {
      level: log.level,
      ...(log.stream ? { stream: log.stream } : {}),
      serializers: { req: asLogged },
    },
    genReqId: requestIdOf,
    bodyLimit: LARGEST_BODY,
    // Of the address alone: the host is read from its own header, whatever a proxy says beside it.
    trustProxy: settings.trustedProxies,
    // Parts longer than a workflow id may have are told so by the schema.
    routerOptions: { maxParamLength: 16 * 1024 },
    requestTimeout: settings.arriveWithinMs,
    connectionTimeout: CONNECTION_IDLE_MS,
    http: {
      headersTimeout: settings.arriveWithinMs,
      connectionsCheckingInterval: Math.min(settings.arriveWithinMs, 1_000),
    },
    // What is under way over an open connection is still answered when the server is told to stop.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => void answer(error, request, reply),
    clientErrorHandler: answerBrokenClient,
  }) satisfies FastifyHttpOptions<Server>;

// No headers, which hold the token, and no query, which may hold anything a caller puts there.
const asLogged = ({ method, url, ip }: FastifyRequest) => ({ method, path: pathOf(url), from: ip });
