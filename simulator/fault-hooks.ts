import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, errorBody, tooManyRequests } from './api-error.ts';
import type { FaultSubject } from './faults.ts';
import { parametersOf } from './parameters.ts';
import type { Simulation } from './simulation.ts';

const beforeCommit = [
  'outage',
  'error_500',
  'html_502',
  'unauthorized',
  'rate_limited',
  'reset_before_commit',
  'hang_before_commit',
] as const;
const afterCommit = [
  'error_after_commit',
  'invalid_response',
  'reset_after_commit',
  'hang_after_commit',
] as const;

/** Lets faults come between a request and its answer. */
export const addFaultHooks = (app: FastifyInstance, { store, faults }: Simulation): void => {
  const closing = new AbortController();
  // Before Fastify waits for the answers under way, of which some would never come.
  app.addHook('preClose', async () => closing.abort());

  const wait = (ms: number | undefined) =>
    pause(ms ?? 2 ** 31 - 1, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);

  const subjectOf = (request: FastifyRequest): FaultSubject => {
    const { device_id: deviceId, access_code_id: codeId } = parametersOf(request);
    const ofCode = typeof codeId === 'string' ? store.codes.get(codeId)?.wire.device_id : undefined;
    return { path: request.record.path, deviceId: typeof deviceId === 'string' ? deviceId : ofCode };
  };

  app.addHook('preHandler', async (request, reply) => {
    const subject = subjectOf(request);
    const slow = faults.take(['slow'], subject);
    if (slow) {
      request.record.faults.push('slow');
      await wait(slow.delay_ms);
    }
    const fault = faults.take(beforeCommit, subject);
    if (!fault) return;
    request.record.faults.push(fault.kind);
    switch (fault.kind) {
      case 'outage':
        throw new ApiError(503, 'service_unavailable', 'Service Unavailable');
      case 'error_500':
        throw new ApiError(500, 'internal_server_error', 'Internal Server Error');
      case 'unauthorized':
        throw new ApiError(401, 'unauthorized', 'API Key not found');
      case 'rate_limited':
        throw tooManyRequests(fault.retry_after);
      case 'html_502':
        return reply.code(502).type('text/html').send('<html><body><h1>502 Bad Gateway</h1></body></html>');
      case 'reset_before_commit':
        return cut(request, reply);
      case 'hang_before_commit':
        await wait(fault.ms);
        return cut(request, reply);
    }
  });

  app.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode >= 400) return payload;
    const fault = faults.take(afterCommit, subjectOf(request));
    if (!fault) return payload;
    request.record.faults.push(fault.kind);
    switch (fault.kind) {
      case 'error_after_commit':
        reply.code(500);
        return JSON.stringify(errorBody('internal_server_error', 'Internal Server Error'));
      case 'invalid_response':
        return JSON.stringify({ ok: true });
      case 'reset_after_commit':
        cut(request, reply);
        return payload;
      case 'hang_after_commit':
        await wait(fault.ms);
        cut(request, reply);
        return payload;
    }
  });
};

/** The client sees a connection reset, not an orderly end. */
const cut = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  request.record.connection_cut = true;
  request.raw.socket.resetAndDestroy();
  return reply.hijack();
};
