import {
  isGrpcServiceError,
  ServiceError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';

// Of gRPC. Nobody polled within the deadline: the client says so, or, when it was a moment faster, the server (seen with
// 1.32 in 1 of 200). Or the run has not had its first task yet.
const CANCELLED = 1;
const DEADLINE_EXCEEDED = 4;
const FAILED_PRECONDITION = 9;

/** Temporal is there, and no worker answered for the run in time. */
export const isUnanswered = (error: unknown): boolean =>
  error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
  isOutOfTime(error) ||
  grpcCode(error) === FAILED_PRECONDITION;

/** The deadline of a call has passed. */
export const isOutOfTime = (error: unknown): boolean =>
  [CANCELLED, DEADLINE_EXCEEDED].includes(grpcCode(error) ?? 0);

/** Temporal's own refusal, as a gRPC status code; null for any other error. */
export const grpcCode = (error: unknown): number | null => {
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) ? cause.code : null;
};
