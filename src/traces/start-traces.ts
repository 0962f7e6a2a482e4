import type { TracesSettings } from './environment.ts';
import { createProvider, type TracesLog } from './exporting.ts';
import { traceApi } from './requests.ts';
import { traceSeamCalls } from './seam-calls.ts';
import { traceActivities, traceMessages } from './temporal.ts';
import { createTracing } from './tracing.ts';

/**
 * What a worker and the API's server are given to be traced by, part by part. The one way in to what loads OpenTelemetry:
 * import it when there is somewhere to send spans to.
 */
export const startTraces = (settings: TracesSettings, service: string, log: TracesLog) => {
  const { tracer, close } = createProvider(settings, service, log);
  const tracing = createTracing(tracer);
  return {
    close,
    client: { workflow: [traceMessages(tracing)] },
    activity: [traceActivities(tracing)],
    onSeamCall: traceSeamCalls(tracing),
    api: { tracer: traceApi(tracing) },
  };
};
