import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiProblem } from '../api/problem.ts';
import { toProblem } from '../api/to-problem.ts';
import { DeskProblem } from './desk-problem.ts';
import { sendPage } from './page.ts';
import { plainly, quoting, type Told } from './told.ts';
import type { Speech } from './words/speech.ts';

/** Refusals and faults as pages: the desk's own in the language of the page, the API's with its words quoted. */
export const explainErrors = (app: FastifyInstance): void => {
  app.setErrorHandler((error, request, reply) => explain(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    explain(new DeskProblem('not-found', ({ say }) => say('refusal.noPage')), request, reply),
  );
};

const explain = (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const problem = toProblem(error, request);
  if (!problem) request.log.error({ err: error }, 'A page failed');
  else if (problem.statusCode >= 500) request.log.warn({ problem: problem.kind }, problem.message);
  const told =
    problem ?? new DeskProblem('internal', ({ say }) => say('refusal.inLog', { request: request.id }));
  if (told.retryAfter !== undefined) void reply.header('retry-after', told.retryAfter);
  const speech = request.speech();
  return sendPage(request, reply.code(told.statusCode), 'error', {
    title: speech.say(`error.${told.kind}`),
    detail: detailOf(told, speech),
    is_signed_out: told.kind === 'unauthenticated',
    speech,
  });
};

const detailOf = (problem: ApiProblem, speech: Speech): Told => {
  if (problem instanceof DeskProblem) return plainly(problem.inWords(speech));
  if (problem.kind === 'unknown-reservation') return plainly(speech.say('refusal.noRun'));
  if (problem.kind === 'unreadable') return plainly(speech.say('refusal.unreadable'));
  return quoting(speech, '', problem.message);
};
