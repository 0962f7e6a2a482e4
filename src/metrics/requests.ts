import { Counter, Histogram, type Registry } from 'prom-client';
import type { ApiMeter, WebhookOutcome } from '../api/meter.ts';

/** Counts what the API's server was asked, by route: a pattern, never an address that somebody wrote. */
export const countRequests = (registry: Registry): ApiMeter => {
  const registers = [registry];
  const requests = new Counter({
    name: 'staykey_http_requests_total',
    help: 'Requests answered, by method, route and status. Those of no route are other.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'staykey_http_request_seconds',
    help: 'How long answers took.',
    labelNames: ['method', 'route'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const webhooks = new Counter({
    name: 'staykey_seam_webhooks_total',
    help: 'Webhooks of Seam taken (signalled, no_run, not_needed) and not taken (unproven, unreadable, failed).',
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of Object.keys(webhookOutcomes)) webhooks.inc({ outcome }, 0);
  return {
    answered: ({ method, route, status, ms }) => {
      requests.inc({ method, route, status });
      seconds.observe({ method, route }, ms / 1000);
    },
    webhook: (outcome) => webhooks.inc({ outcome }),
  };
};

const webhookOutcomes: Record<WebhookOutcome, true> = {
  signalled: true,
  no_run: true,
  not_needed: true,
  unproven: true,
  unreadable: true,
  failed: true,
};
