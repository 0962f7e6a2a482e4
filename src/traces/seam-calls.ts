import { SpanKind } from '@opentelemetry/api';
import type { OnSeamCall } from '../seam/client.ts';
import { markFailed, type Tracing } from './tracing.ts';

/** A span for each call of Seam that is made for something: its path and what came of it, nothing that was sent or answered. */
export const traceSeamCalls =
  (tracing: Tracing): OnSeamCall =>
  ({ call, outcome, status, ms }) => {
    if (!tracing.active()) return;
    const { span } = tracing.begin(`Seam ${call}`, {
      kind: SpanKind.CLIENT,
      attributes: {
        'url.path': `/${call}`,
        ...(status === null ? {} : { 'http.response.status_code': status }),
      },
      startTime: Date.now() - ms,
    });
    if (outcome !== 'ok') markFailed(span, outcome);
    span.end();
  };
