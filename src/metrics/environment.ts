import { z } from 'zod';

/** What the environment may set, for `config.ts`: in the worker and in the API's server alike. */
export const metricsVariables = {
  STAYKEY_METRICS_HOST: z.string().min(1).default('127.0.0.1').describe('where Prometheus is listened for'),
  STAYKEY_METRICS_PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'expected a port')
    .transform(Number)
    .pipe(z.number().min(0).max(65_535))
    .optional()
    .describe(
      'the port of `/metrics`, `/healthz` and `/readyz`; without it nothing listens ([operations.md](operations.md))',
    ),
};

export interface MetricsSettings {
  host: string;
  /** 0: any free one. */
  port: number;
}

/** Null without a port: then nothing listens. */
export const toMetricsSettings = (
  known: z.infer<z.ZodObject<typeof metricsVariables>>,
): MetricsSettings | null =>
  known.STAYKEY_METRICS_PORT === undefined
    ? null
    : { host: known.STAYKEY_METRICS_HOST, port: known.STAYKEY_METRICS_PORT };
