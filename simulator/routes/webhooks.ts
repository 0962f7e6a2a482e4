import type { FastifyInstance } from 'fastify';
import { invalidInput, notFound } from '../api-error.ts';
import { parametersOf, requiredText, texts, type Parameters } from '../parameters.ts';
import type { Simulation } from '../simulation.ts';

export const webhookRoutes = (app: FastifyInstance, { store, webhooks }: Simulation): void => {
  const webhookOf = (parameters: Parameters) => {
    const id = requiredText(parameters, 'webhook_id');
    const webhook = store.webhooks.get(id);
    if (!webhook) throw notFound('webhook', id);
    return webhook;
  };

  app.post('/webhooks/create', (request) => {
    const parameters = parametersOf(request);
    const url = requiredText(parameters, 'url');
    if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) throw invalidInput('url', `Invalid url "${url}"`);
    return { webhook: webhooks.register(url, texts(parameters, 'event_types')), ok: true };
  });

  app.route({
    method: ['GET', 'POST'],
    url: '/webhooks/list',
    handler: () => ({ webhooks: [...store.webhooks.values()], ok: true }),
  });

  app.route({
    method: ['GET', 'POST'],
    url: '/webhooks/get',
    handler: (request) => ({ webhook: webhookOf(parametersOf(request)), ok: true }),
  });

  app.route({
    method: ['DELETE', 'POST'],
    url: '/webhooks/delete',
    handler: (request) => {
      store.webhooks.delete(webhookOf(parametersOf(request)).webhook_id);
      return { ok: true };
    },
  });
};
