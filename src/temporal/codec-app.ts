import cors from '@fastify/cors';
import type { PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import Fastify, {
  LogController,
  type FastifyError,
  type FastifyInstance,
  type FastifyRequest,
} from 'fastify';
import { z } from 'zod';
import { createIdentify, type CodecAccess } from './codec-access.ts';
import { signIn } from './codec-sign-in.ts';
import { PayloadDecryptionError } from './payload-codec.ts';

const { Payload } = proto.temporal.api.common.v1;

// A page of history has at most 4 MB, a third more in base64.
const LARGEST_BODY = 8 * 1024 * 1024;

export interface CodecAppOptions {
  codec: PayloadCodec;
  /** Of the Temporal UI, as browsers write them: `https://temporal.example.com`. */
  origins: string[];
  access: CodecAccess | null;
  logger: { level: string; stream?: { write: (line: string) => void } } | false;
}

const body = z.object({
  payloads: z.array(
    z.looseObject({ metadata: z.record(z.string(), z.base64()).optional(), data: z.base64().optional() }),
  ),
});

/**
 * The remote codec that Temporal's UI and command line speak to: `POST /decode`, and `POST /encode` for what is typed into
 * the UI, such as the input of an update. Answers in the JSON form of Temporal's `Payloads`. Neither logs a payload.
 */
export const buildCodecApp = ({ codec, origins, access, logger }: CodecAppOptions): FastifyInstance => {
  const app = Fastify({
    logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LARGEST_BODY,
    requestTimeout: 30_000,
    forceCloseConnections: true,
  });
  // JSON alone: what a form on another page can send is not taken.
  app.removeContentTypeParser('text/plain');
  app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const { status, message } = explain(error, request);
    return reply.status(status).send({ error: message });
  });
  app.get('/healthz', async () => ({ status: 'ok' }));

  void app.register(async (codecs) => {
    await codecs.register(cors, {
      origin: origins,
      credentials: true,
      methods: ['POST'],
      allowedHeaders: ['content-type', 'x-namespace', 'authorization', 'authorization-extras'],
      maxAge: 600,
    });
    const identify = createIdentify(access);
    codecs.decorateRequest('asker', '');
    codecs.addHook('onRequest', async (request, reply) => {
      const { origin } = request.headers;
      if (origin !== undefined && !origins.includes(origin)) {
        return reply.status(403).send({ error: `Origin ${origin} may not ask here` });
      }
      const asker = await identify(request);
      if (asker === null) return reply.status(401).send({ error: 'Sign in, or send a bearer token' });
      request.asker = asker;
    });
    for (const direction of ['decode', 'encode'] as const) {
      codecs.post(`/${direction}`, async (request) => {
        const { payloads } = body.parse(request.body);
        const done = await codec[direction](payloads.map((payload) => Payload.fromObject(payload)));
        const { asker } = request;
        const namespace = request.headers['x-namespace'];
        request.log.info({ caller: asker, namespace, payloads: payloads.length }, direction);
        return {
          payloads: done.map((payload) => Payload.toObject(Payload.fromObject(payload), { bytes: String })),
        };
      });
    }
  });
  if (access?.token) {
    void app.register(signIn, {
      token: access.token,
      isSecure: origins.some((origin) => origin.startsWith('https:')),
    });
  }
  return app;
};

const explain = (error: FastifyError, request: FastifyRequest): { status: number; message: string } => {
  if (error instanceof PayloadDecryptionError) {
    request.log.warn(error.message);
    return { status: 422, message: error.message };
  }
  if (error instanceof z.ZodError) {
    return {
      status: 400,
      message: 'Expected {"payloads": [{"metadata": {…}, "data": "…"}]} with values in base64',
    };
  }
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return { status: error.statusCode, message: error.code };
  }
  request.log.error(error.message);
  return { status: 500, message: 'Something failed here; its log says what' };
};

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks for payloads, as `codec-access.ts` names them. */
    asker: string;
  }
}
