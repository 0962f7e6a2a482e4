import type { FastifyInstance } from 'fastify';

/** Told of what the server answers, for those who count. */
export interface ApiMeter {
  answered: (about: Answered) => void;
  webhook: (outcome: WebhookOutcome) => void;
}

interface Answered {
  method: string;
  /** The pattern; `other` for a request that no route took. */
  route: string;
  status: number;
  ms: number;
}

/** What came of a webhook of Seam's; see `seam-webhook.ts`. `failed` is sent again. */
export type WebhookOutcome = 'signalled' | 'no_run' | 'not_needed' | 'unproven' | 'unreadable' | 'failed';

/** Must come before the routes. */
export const measureAnswers = (app: FastifyInstance, meter: ApiMeter): void => {
  app.addHook('onResponse', async ({ method, routeOptions }, { statusCode, elapsedTime }) =>
    meter.answered({
      method,
      route: routeOptions.url ?? 'other',
      status: statusCode,
      ms: elapsedTime,
    }),
  );
};
