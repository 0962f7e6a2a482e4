import { AsyncLocalStorage } from 'node:async_hooks';
import {
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type SpanKind,
  type Tracer,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';

interface About {
  kind: SpanKind;
  /** Names and ids alone: no PIN, no guest, no key. */
  attributes: Attributes;
  /** Default: what is under way here. */
  parent?: Context | undefined;
}

interface Begun {
  span: Span;
  /** With it as the parent of what is done within. */
  context: Context;
}

/** Spans, and which of them is under way. All of it belongs to this object: nothing is set for the whole process. */
export interface Tracing {
  active: () => Context | undefined;
  begin: (name: string, about: About & { startTime?: number }) => Begun;
  within: <T>(context: Context, act: () => T) => T;
  /** Does it within a span that ends when it has ended, and failed if it has. */
  during: <T>(name: string, about: About, act: (context: Context) => Promise<T>) => Promise<T>;
}

export const createTracing = (tracer: Tracer): Tracing => {
  const current = new AsyncLocalStorage<Context>();
  const begin: Tracing['begin'] = (name, { kind, attributes, startTime, parent = current.getStore() }) => {
    const options = { kind, attributes, ...(startTime === undefined ? {} : { startTime }) };
    const span = tracer.startSpan(name, options, parent ?? ROOT_CONTEXT);
    return { span, context: trace.setSpan(parent ?? ROOT_CONTEXT, span) };
  };
  return {
    active: () => current.getStore(),
    begin,
    within: (context, act) => current.run(context, act),
    during: async (name, about, act) => {
      const { span, context } = begin(name, about);
      try {
        return await current.run(context, () => act(context));
      } catch (error) {
        // The kind alone: an error's text is not ours to judge.
        markFailed(span, error instanceof Error ? error.name : typeof error);
        throw error;
      } finally {
        span.end();
      }
    },
  };
};

export const markFailed = (span: Span, kind: string): void => {
  span.setAttribute('error.type', kind);
  span.setStatus({ code: SpanStatusCode.ERROR });
};

const propagator = new W3CTraceContextPropagator();

/** As W3C's `traceparent` has it. `tracestate` is left out: callers put there what they like, and a history would keep it. */
export const toTraceparent = (context: Context): string | undefined => {
  const carrier: { traceparent?: string } = {};
  propagator.inject(context, carrier, { set: (to, key, value) => void Object.assign(to, { [key]: value }) });
  return carrier.traceparent;
};

/** Undefined for a text that is none. */
export const fromTraceparent = (traceparent: unknown): Context | undefined => {
  if (typeof traceparent !== 'string') return undefined;
  const context = propagator.extract(ROOT_CONTEXT, traceparent, {
    get: (text: string, key) => (key === 'traceparent' ? text : undefined),
    keys: () => ['traceparent'],
  });
  return trace.getSpanContext(context) && context;
};
