import {
  isGrpcServiceError,
  ServiceError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';

// Of gRPC: nobody polled within the deadline, or the run has not had its first task yet.
const DEADLINE_EXCEEDED = 4;
const FAILED_PRECONDITION = 9;

/** Temporal is there, and no worker answered for the run in time. */
export const isUnanswered = (error: unknown): boolean =>
  error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
  [DEADLINE_EXCEEDED, FAILED_PRECONDITION].includes(grpcCode(error) ?? 0);

/** Temporal's own refusal, as a gRPC status code; null for any other error. */
export const grpcCode = (error: unknown): number | null => {
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) ? cause.code : null;
};
