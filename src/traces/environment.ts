import { z } from 'zod';
import { maybeSecret } from '../environment/secret.ts';

/** What the environment may set, for `config.ts`: in the worker and in the API's server alike. */
export const tracesVariables = {
  STAYKEY_TRACES_URL: maybeSecret(
    z
      .url({ protocol: /^https?$/, error: 'expected the address of a collector, http://…/v1/traces' })
      .optional()
      .describe(
        'where spans are sent, by OTLP over HTTP: `http://collector:4318/v1/traces`; without it there are none ([Traces](deployment.md#traces))',
      ),
  ),
  STAYKEY_TRACES_SHARE: z
    .string()
    .regex(/^\d(\.\d+)?$/, 'expected a number from 0 to 1')
    .transform(Number)
    .pipe(z.number().min(0).max(1))
    .default(1)
    .describe(
      'which share of traces that begin here is kept; a caller’s `traceparent` decides about its own',
    ),
};

export interface TracesSettings {
  url: string;
  /** From 0 to 1. */
  share: number;
}

/** Null without an address: then nothing of OpenTelemetry is loaded. */
export const toTracesSettings = (
  known: z.infer<z.ZodObject<typeof tracesVariables>>,
): TracesSettings | null =>
  known.STAYKEY_TRACES_URL === undefined
    ? null
    : { url: known.STAYKEY_TRACES_URL, share: known.STAYKEY_TRACES_SHARE };
