import {
  isGrpcServiceError,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { CommanderError } from 'commander';
import { ConfigError } from '../config.ts';
import { FeedError } from '../feeds/entry.ts';
import { FetchFault } from '../fetch/fetch-fault.ts';
import { isOutOfTime } from '../temporal/no-answer.ts';
import { CommandError, exitCodes } from './exit-codes.ts';

interface Explained {
  /** Null where all has been said. */
  message: string | null;
  exitCode: number;
}

/** What people are told of an error, and scripts; never a stack. */
export const explainError = (error: unknown): Explained => {
  if (error instanceof CommandError) return { message: error.message, exitCode: error.exitCode };
  // Commander has written its message, with the help.
  if (error instanceof CommanderError) {
    return { message: null, exitCode: error.exitCode === 0 ? exitCodes.done : exitCodes.refused };
  }
  if (error instanceof ConfigError || error instanceof FeedError) return refused(error.message);
  if (error instanceof FetchFault) return error.isRetryable ? fault(error.message) : refused(error.message);
  if (error instanceof WorkflowNotFoundError) {
    return {
      message: `No such reservation, or its run has ended: ${error.workflowId}`,
      exitCode: exitCodes.notFound,
    };
  }
  if (error instanceof WorkflowUpdateFailedError) return refused(error.cause?.message ?? error.message);
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return fault(NOBODY_ANSWERED);
  return fault(causeOf(error));
};

const refused = (message: string): Explained => ({ message, exitCode: exitCodes.refused });
const fault = (message: string): Explained => ({ message, exitCode: exitCodes.fault });

const NOBODY_ANSWERED =
  'No worker answered in time. Whether the run took it is not known: see "staykey show" before it is repeated.';

// Of gRPC.
const UNAVAILABLE = 14;

const causeOf = (error: unknown): string => {
  const cause = error instanceof ServiceError ? error.cause : error;
  if (isGrpcServiceError(cause)) {
    const code: number = cause.code;
    if (isOutOfTime(error)) return 'No answer in time: does a worker run on this task queue?';
    if (code === UNAVAILABLE) return `Temporal can't be reached: ${cause.details}`;
    return `Temporal said no: ${cause.details}`;
  }
  return error instanceof Error ? error.message : String(error);
};
