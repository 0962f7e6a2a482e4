import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblem, toDetails } from './problem.ts';
import { toProblem } from './to-problem.ts';

const JSON_PROBLEM = 'application/problem+json';

/** Every refusal and fault is problem details (RFC 9457), never a stack. */
export const answerErrors = (app: FastifyInstance): void => {
  app.setErrorHandler((error, request, reply) => answer(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    answer(
      new ApiProblem('not-found', `There is no ${request.method} ${pathOf(request.url)} here.`),
      request,
      reply,
    ),
  );
};

/** For what Fastify refuses before there is a route. */
export const answer = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const problem = toProblem(error, request);
  if (!problem) request.log.error({ err: error }, 'A request failed');
  else if (problem.statusCode >= 500) request.log.warn({ problem: problem.kind }, problem.message);
  const told = problem ?? new ApiProblem('internal', 'The log has it under the request id.');
  if (told.retryAfter !== undefined) void reply.header('retry-after', told.retryAfter);
  if (told.kind === 'unauthenticated') void reply.header('www-authenticate', 'Bearer');
  const details = toDetails(told, { path: pathOf(request.url), requestId: request.id });
  // As text: no route's schema is in its way.
  return reply.code(told.statusCode).type(JSON_PROBLEM).serializer(JSON.stringify).send(details);
};

/** For what is no HTTP, or does not arrive: there is no request yet, and no id of it. */
export const answerBrokenClient = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy(error);
    return;
  }
  const problem = brokenRequest(error.code);
  const body = JSON.stringify(toDetails(problem, { path: '', requestId: '' }));
  socket.end(
    [
      `HTTP/1.1 ${problem.statusCode} ${STATUS_CODES[problem.statusCode]}`,
      `Content-Type: ${JSON_PROBLEM}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
};

const brokenRequest = (code = ''): ApiProblem => {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new ApiProblem('too-slow', 'The request did not arrive in time.');
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new ApiProblem('too-large', 'Path and headers are longer than 16 KiB together.');
  }
  return new ApiProblem('invalid-request', 'This is not HTTP.');
};

/** Without the query. */
export const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';
