import type { Client } from '@temporalio/client';
import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { WebhookOutcome } from './meter.ts';
import { createWebhookReader, type SeamWebhookEvent } from '../seam/webhook.ts';
import { signalSeamEvent } from '../temporal/signal-seam-event.ts';

export interface SeamWebhookOptions {
  /** `whsec_…`, of the webhook in Seam. */
  secret: string;
  client: Client;
  /** For the whole request, milliseconds. Seam's sender gives up after 15 s. */
  answerWithinMs?: number;
  /** How long to wait before a run is looked for once more, milliseconds. */
  visibilityLagMs?: number;
  /** Told of each, whatever came of it. */
  onOutcome?: (outcome: WebhookOutcome) => void;
}

/**
 * - `signalled`: durable with every run that holds the code.
 * - `no_run`: no run is listed with the code. It is not ours, or so new that its run will look by itself.
 * - `not_needed`: about no code, or about one being made.
 */
type Outcome = Extract<WebhookOutcome, 'signalled' | 'no_run' | 'not_needed'>;

const LARGEST_BODY = 256 * 1024;

/**
 * `POST /seam/webhook`: Seam's events, as hints to the runs whose codes they are about. 200 means that Temporal has the
 * hint, or that there is nobody to tell; 400 and 401 refuse what is not Seam's or too old; with 503 Seam sends it again.
 */
export const seamWebhook: FastifyPluginAsync<SeamWebhookOptions> = async (app, options) => {
  const {
    secret,
    client,
    answerWithinMs = 10_000,
    visibilityLagMs = 1_500,
    onOutcome = () => undefined,
  } = options;
  const read = createWebhookReader(secret);
  takeBodiesAsTheyCome(app);
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    onOutcome('failed');
    return answerFault(error, request, reply);
  });

  app.post('/seam/webhook', {
    bodyLimit: LARGEST_BODY,
    handlerTimeout: answerWithinMs,
    handler: async (request, reply) => {
      const reading = read(typeof request.body === 'string' ? request.body : '', request.headers);
      if (reading.kind !== 'event') {
        onOutcome(reading.kind);
        request.log.warn({ refused: reading.kind, why: reading.why }, 'Seam webhook refused');
        return reply.code(reading.kind === 'unproven' ? 401 : 400).send({ error: reading.why });
      }
      const { event } = reading;
      const patience = { visibilityLagMs, withinMs: answerWithinMs - 1_000 };
      const outcome = await passOn(client, event, patience);
      onOutcome(outcome);
      request.log.info({ ...event, outcome }, 'Seam webhook');
      return { outcome };
    },
  });
};

const takeBodiesAsTheyCome = (app: Parameters<typeof seamWebhook>[0]): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
};

const passOn = async (
  client: Client,
  { eventId, eventType, accessCodeId }: SeamWebhookEvent,
  patience: Parameters<typeof signalSeamEvent>[2],
): Promise<Outcome> => {
  // A run hears of its own creates from the answer; reading the code once more would tell it nothing.
  if (accessCodeId === null || eventType === 'access_code.created') return 'not_needed';
  const runs = await signalSeamEvent(client, { eventId, eventType, accessCodeId }, patience);
  return runs > 0 ? 'signalled' : 'no_run';
};

// Fastify's own answer would quote the fault, and log none of what is not its business.
const answerFault = (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  if (error.code === 'FST_ERR_HANDLER_TIMEOUT' && !request.raw.complete) {
    return reply.code(408).header('connection', 'close').send({ error: 'The body came too slowly' });
  }
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return reply.code(error.statusCode).send({ error: error.message });
  }
  request.log.error({ err: error }, 'A Seam webhook could not be passed on');
  return reply.code(503).send({ error: 'Try again later' });
};
