import { randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { ApiError, errorBody } from './api-error.ts';
import { createControl, type Control } from './control.ts';
import { addFaultHooks } from './fault-hooks.ts';
import type { SimulatorOptions } from './options.ts';
import { accessCodeRoutes } from './routes/access-codes.ts';
import { controlRoutes } from './routes/control.ts';
import { deviceRoutes } from './routes/devices.ts';
import { eventRoutes } from './routes/events.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { createSimulation, type Simulation } from './simulation.ts';
import type { RequestRecord } from './store.ts';

declare module 'fastify' {
  interface FastifyRequest {
    record: RequestRecord;
  }
}

export interface Simulator {
  app: FastifyInstance;
  control: Control;
  /** Settles when no webhook delivery or retry is under way any more. */
  webhooksIdle: () => Promise<void>;
}

/** Seam's API over a simulated world. The caller listens, and closes. */
export const buildSimulator = (options: Partial<SimulatorOptions> = {}): Simulator => {
  const simulation = createSimulation(options);
  const control = createControl(simulation);
  const app = fastify({ forceCloseConnections: true, genReqId: () => randomUUID() });

  acceptBodies(app);
  answerErrors(app);
  app.addHook('onRequest', async (request, reply) => {
    // Timers may be late by a moment; no request may see that.
    simulation.clock.catchUp();
    reply.header('seam-request-id', request.id);
  });
  app.addHook('onClose', async () => {
    simulation.clock.close();
    simulation.webhooks.close();
  });

  app.get('/health', () => ({ ok: true }));
  app.register(async (scope) => controlRoutes(scope, control));
  app.register(async (scope) => seamApi(scope, simulation));
  return { app, control, webhooksIdle: simulation.webhooks.idle };
};

const seamApi = (app: FastifyInstance, simulation: Simulation): void => {
  recordRequests(app, simulation);
  addFaultHooks(app, simulation);
  app.addHook('preHandler', async (request) => authorize(request, simulation.options.apiKey));
  deviceRoutes(app, simulation);
  accessCodeRoutes(app, simulation);
  eventRoutes(app, simulation);
  webhookRoutes(app, simulation);
  app.route({
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: '/*',
    handler: (request) => {
      throw new ApiError(404, 'not_found', `Route ${request.method} ${request.record.path} not found`);
    },
  });
};

const acceptBodies = (app: FastifyInstance): void => {
  // Seam's guide sends GET with a JSON body.
  app.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? {} : JSON.parse(String(body)));
    } catch {
      done(new ApiError(400, 'invalid_input', 'The request body is not JSON'));
    }
  });
};

const answerErrors = (app: FastifyInstance): void => {
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof ApiError) {
      if (error.retryAfter !== undefined) reply.header('retry-after', error.retryAfter);
      return reply.code(error.statusCode).send(errorBody(error.type, error.message, error.validationErrors));
    }
    const { statusCode = 500, message } = error as { statusCode?: number; message: string };
    const type = statusCode < 500 ? 'invalid_input' : 'internal_server_error';
    return reply.code(statusCode).send(errorBody(type, message));
  });
};

const authorize = (request: FastifyRequest, apiKey: string): void => {
  const header = request.headers.authorization;
  if (header === undefined) throw new ApiError(401, 'unauthorized', 'No Authorization header');
  if (header !== `Bearer ${apiKey}`) throw new ApiError(401, 'unauthorized', 'API Key not found');
};

const recordRequests = (app: FastifyInstance, { store, clock }: Simulation): void => {
  app.decorateRequest('record');
  app.addHook('onRequest', async (request) => {
    request.record = {
      at: clock.nowIso(),
      method: request.method,
      path: new URL(request.url, 'http://seam').pathname,
      query: request.query,
      body: null,
      status: null,
      response: null,
      faults: [],
      connection_cut: false,
      created_access_code_id: null,
    };
    store.requests.push(request.record);
  });
  app.addHook('preValidation', async (request) => {
    request.record.body = request.body ?? null;
  });
  app.addHook('onSend', async (request, _reply, payload) => {
    if (typeof payload === 'string') request.record.response = payload;
    return payload;
  });
  app.addHook('onResponse', async (request, reply) => {
    const isLost = request.record.connection_cut || request.raw.socket.destroyed;
    if (!isLost) request.record.status = reply.statusCode;
  });
};
