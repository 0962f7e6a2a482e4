import { ExportResultCode } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type SpanExporter,
} from '@opentelemetry/sdk-trace';
import packageJson from '../../package.json' with { type: 'json' };
import type { TracesSettings } from './environment.ts';

export interface TracesLog {
  warn: (message: string) => void;
  info: (message: string) => void;
}

/** For one sending with its repeats, and for all that is left at the end. */
const WITHIN_MS = 5_000;

/** What makes spans of a process and sends them to the collector, a few seconds' worth at a time. */
export const createProvider = (
  { url, share }: TracesSettings,
  service: string,
  log: TracesLog,
  everyMs = 5_000,
) => {
  const own = { 'service.name': service, 'service.version': packageJson.version };
  // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say more, or something else.
  const detectors = [resourceAttributesEnvDetector, serviceNameEnvDetector];
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: WITHIN_MS });
  const provider = new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes(own)).merge(detectResources({ detectors })),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [
      new BatchSpanProcessor({ exporter: tellChanges(exporter, log), scheduledDelayMillis: everyMs }),
    ],
  });
  return {
    tracer: provider.getTracer('staykey', packageJson.version),
    /** Sends what is left, and waits no longer than a few seconds for a collector that does not answer. */
    close: async (): Promise<void> => {
      let timer: NodeJS.Timeout | undefined;
      const tooLong = new Promise<void>((resolve) => (timer = setTimeout(resolve, WITHIN_MS)));
      // That it failed was told already.
      await Promise.race([provider.shutdown().catch(() => undefined), tooLong]);
      clearTimeout(timer);
    },
  };
};

/** Says once that the collector does not take spans, and once that it does again. */
const tellChanges = (exporter: SpanExporter, log: TracesLog): SpanExporter => {
  let isAway = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const failed = result.code === ExportResultCode.FAILED;
        if (failed && !isAway)
          log.warn(`Traces are lost: the collector takes none (${reasonOf(result.error)})`);
        if (!failed && isAway) log.info('The collector takes traces again');
        isAway = failed;
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
};

// A connection tried at several addresses fails without a message.
const reasonOf = (error: (Error & { code?: unknown }) | undefined): string =>
  [error?.code, error?.message].filter(Boolean).join(' ') || 'no reason given';
