import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblem, toDetails } from '../api/problem.ts';
import { toProblem } from '../api/to-problem.ts';
import { sendPage } from './page.ts';

/** Refusals and faults as pages, in the API's words. */
export const explainErrors = (app: FastifyInstance): void => {
  app.setErrorHandler((error, request, reply) => explain(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    explain(new ApiProblem('not-found', 'There is no such page.'), request, reply),
  );
};

const explain = (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const problem = toProblem(error, request);
  if (!problem) request.log.error({ err: error }, 'A page failed');
  else if (problem.statusCode >= 500) request.log.warn({ problem: problem.kind }, problem.message);
  const told = problem ?? new ApiProblem('internal', `The log has it under ${request.id}.`);
  if (told.retryAfter !== undefined) void reply.header('retry-after', told.retryAfter);
  const { title, status, detail } = toDetails(told, { path: '', requestId: request.id });
  return sendPage(request, reply.code(status), 'error', {
    title,
    detail,
    is_signed_out: told.kind === 'unauthenticated',
  });
};
