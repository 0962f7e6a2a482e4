import type { Headers, WorkflowInterceptorsFactory } from '@temporalio/workflow';

/** In which Temporal's SDKs carry a trace. */
export const TRACE_HEADER = '_tracer-data';

/**
 * Passes the trace of the message that woke a run on to the activities it then schedules. What a timer woke belongs to no
 * message: a code made weeks after a booking is no part of that request. Headers are not compared when a run is replayed, and
 * no promise is put in between, which could change the order of a run's steps.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let carried: Headers = {};
  const heard = <Input extends { headers: Headers }>(input: Input): Input => {
    const { [TRACE_HEADER]: trace } = input.headers;
    carried = trace === undefined ? {} : { [TRACE_HEADER]: trace };
    return input;
  };
  const forget = () => void (carried = {});
  const withTrace = <Input extends { headers: Headers }>(input: Input): Input => ({
    ...input,
    headers: { ...input.headers, ...carried },
  });
  return {
    inbound: [
      {
        execute: (input, next) => next(heard(input)),
        handleSignal: (input, next) => next(heard(input)),
        handleUpdate: (input, next) => next(heard(input)),
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => next(withTrace(input)),
        scheduleLocalActivity: (input, next) => next(withTrace(input)),
        startTimer: (input, next) => {
          const timer = next(input);
          timer.then(forget, () => undefined);
          return timer;
        },
      },
    ],
  };
};
