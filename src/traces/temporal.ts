import { SpanKind, type Context } from '@opentelemetry/api';
import type { WorkflowClientInterceptor } from '@temporalio/client';
import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { TRACE_HEADER } from '../workflows/pass-on-trace.ts';
import { fromTraceparent, toTraceparent, type Tracing } from './tracing.ts';

/** A span for each message to a run, which carries it along. */
export const traceMessages = (tracing: Tracing): WorkflowClientInterceptor => {
  const send = <T>(name: string, workflowId: string | undefined, act: (carried: Headers) => Promise<T>) =>
    tracing.during(name, { kind: SpanKind.PRODUCER, attributes: ofRun(workflowId) }, (context) =>
      act(toHeaders(context)),
    );
  return {
    startWithDetails: (input, next) =>
      send(`start ${input.workflowType}`, input.options.workflowId, (carried) =>
        next({ ...input, headers: { ...input.headers, ...carried } }),
      ),
    signal: (input, next) =>
      send(`signal ${input.signalName}`, input.workflowExecution.workflowId, (carried) =>
        next({ ...input, headers: { ...input.headers, ...carried } }),
      ),
    signalWithStart: (input, next) =>
      send(`signal ${input.signalName}`, input.options.workflowId, (carried) =>
        next({ ...input, headers: { ...input.headers, ...carried } }),
      ),
    startUpdate: (input, next) =>
      send(`update ${input.updateName}`, input.workflowExecution.workflowId, (carried) =>
        next({ ...input, headers: { ...input.headers, ...carried } }),
      ),
    startUpdateWithStart: (input, next) =>
      send(`update ${input.updateName}`, input.workflowStartOptions.workflowId, (carried) =>
        next({
          ...input,
          workflowStartHeaders: { ...input.workflowStartHeaders, ...carried },
          updateHeaders: { ...input.updateHeaders, ...carried },
        }),
      ),
  };
};

/** A span for each attempt at an activity, below the message that its run acts on. */
export const traceActivities =
  (tracing: Tracing): ActivityInterceptorsFactory =>
  ({ info }) => ({
    inbound: {
      execute: (input, next) => {
        const attributes = {
          ...ofRun(info.workflowExecution?.workflowId),
          'temporal.activity.attempt': info.attempt,
        };
        const about = { kind: SpanKind.CONSUMER, attributes, parent: fromHeaders(input.headers) };
        return tracing.during(info.activityType, about, () => next(input));
      },
    },
  });

const ofRun = (workflowId: string | undefined) =>
  workflowId === undefined ? {} : { 'temporal.workflow.id': workflowId };

const toHeaders = (context: Context): Headers => {
  const traceparent = toTraceparent(context);
  return traceparent === undefined
    ? {}
    : { [TRACE_HEADER]: defaultPayloadConverter.toPayload({ traceparent }) };
};

const fromHeaders = ({ [TRACE_HEADER]: payload }: Headers): Context | undefined => {
  if (payload === undefined) return undefined;
  const carried: { traceparent?: unknown } | null = defaultPayloadConverter.fromPayload(payload);
  return fromTraceparent(carried?.traceparent);
};
