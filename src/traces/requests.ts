import { SpanKind } from '@opentelemetry/api';
import type { ApiTracer } from '../api/trace-requests.ts';
import { fromTraceparent, markFailed, type Tracing } from './tracing.ts';

/** A span for each request, by route: a pattern, never an address that somebody wrote. Goes on with a caller's own trace. */
export const traceApi =
  (tracing: Tracing): ApiTracer =>
  ({ method, route, traceparent }) => {
    const { span, context } = tracing.begin(`${method} ${route}`, {
      kind: SpanKind.SERVER,
      attributes: { 'http.request.method': method, 'http.route': route },
      parent: fromTraceparent(traceparent),
    });
    return {
      within: (act) => tracing.within(context, act),
      end: (status) => {
        span.setAttribute('http.response.status_code', status);
        if (status >= 500) markFailed(span, String(status));
        span.end();
      },
    };
  };
