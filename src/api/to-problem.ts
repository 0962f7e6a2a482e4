import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { FastifyError, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { isSeamFault } from '../seam/errors.ts';
import { PayloadDecryptionError } from '../temporal/payload-codec.ts';
import { grpcCode, isUnanswered } from '../temporal/no-answer.ts';
import { ApiProblem, type ProblemKind } from './problem.ts';
import { invalidRequest } from './invalid-request.ts';

/** What the caller is told of an error. Null for a fault of our own, of which nothing is told. */
export const toProblem = (error: unknown, request: FastifyRequest): ApiProblem | null => {
  if (error instanceof ApiProblem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return invalidRequest(error, request);
  if (isSeamFault(error)) return seamProblem(error.message, error.retryAfterMs);
  if (error instanceof WorkflowUpdateFailedError) return refusalOfRun(error);
  if (error instanceof WorkflowNotFoundError) {
    return new ApiProblem('unknown-reservation', 'No run follows this reservation, or it is long over.');
  }
  if (error instanceof PayloadDecryptionError) return unreadable(error, request);
  return temporalProblem(error) ?? fastifyProblem(error);
};

const seamProblem = (message: string, retryAfterMs = 5_000): ApiProblem =>
  new ApiProblem('seam-unavailable', `${message}. Try again later.`, {
    retryAfter: Math.ceil(retryAfterMs / 1000),
  });

// The words are the run's own: its validators know what they refuse, and why.
const refusalOfRun = ({ cause, message }: WorkflowUpdateFailedError): ApiProblem => {
  const isNoCode = cause instanceof ApplicationFailure && cause.type === 'NoCodeToReplace';
  return new ApiProblem(isNoCode ? 'no-code' : 'refused', cause?.message ?? message);
};

// Which key is for the log: whoever asks can't mend it.
const unreadable = (error: PayloadDecryptionError, request: FastifyRequest): ApiProblem => {
  request.log.error({ err: error }, 'What a run says can’t be read');
  const detail =
    'What the run says is encrypted under a key this server does not have. Nothing says that it was not done.';
  return new ApiProblem('unreadable', detail);
};

const RESOURCE_EXHAUSTED = 8;

const temporalProblem = (error: unknown): ApiProblem | null => {
  if (isUnanswered(error)) {
    const detail =
      'No worker answered for the run in time. Nothing says that it was done; every request is safe to repeat.';
    return new ApiProblem('no-answer', detail, { retryAfter: 5 });
  }
  const code = grpcCode(error);
  if (code === null || code === INVALID_ARGUMENT) return null;
  if (code === RESOURCE_EXHAUSTED) {
    return new ApiProblem('busy', 'Temporal takes no more at the moment.', { retryAfter: 2 });
  }
  return new ApiProblem('temporal-unavailable', 'Temporal can’t be asked. See /readyz.', { retryAfter: 5 });
};

// Ours: the question itself was wrong.
const INVALID_ARGUMENT = 3;

const kindOfStatus: Readonly<Record<number, ProblemKind>> = {
  400: 'invalid-request',
  404: 'not-found',
  408: 'too-slow',
  413: 'too-large',
  414: 'too-large',
  415: 'unsupported-media-type',
};

// Fastify's own refusals, of what never reached a route.
const fastifyProblem = (error: unknown): ApiProblem | null => {
  const { statusCode = 500, message = '' } = error as Partial<FastifyError>;
  const kind = kindOfStatus[statusCode];
  return kind ? new ApiProblem(kind, `${message}.`.replace(/\.\.$/, '.')) : null;
};
