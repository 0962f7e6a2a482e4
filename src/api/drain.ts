import type { FastifyInstance } from 'fastify';

/**
 * While the server closes, the connection of an answer ends with it: a kept-alive one that was busy when the closing
 * began would hold it up until its client lets go.
 */
export const closeAfterAnswer = (app: FastifyInstance): void => {
  let isClosing = false;
  app.addHook('preClose', async () => void (isClosing = true));
  app.addHook('onSend', async (_request, reply) => {
    if (isClosing) void reply.header('connection', 'close');
  });
};
