import type { FastifyInstance } from 'fastify';
import { invalidInput, notFound } from '../api-error.ts';
import { instant, parametersOf, positiveInteger, text, texts, type Parameters } from '../parameters.ts';
import type { Simulation } from '../simulation.ts';
import type { SeamEvent } from '../wire.ts';

const DEFAULT_LIMIT = 500;

export const eventRoutes = (app: FastifyInstance, { store }: Simulation): void => {
  app.route({
    method: ['GET', 'POST'],
    url: '/events/list',
    handler: (request) => {
      const parameters = parametersOf(request);
      const [from, to] = period(parameters);
      const matches = eventFilter(parameters);
      const events = store.events.filter((event) => {
        const at = Date.parse(event.occurred_at);
        return at >= from && at <= to && matches(event);
      });
      return { events: events.slice(0, positiveInteger(parameters, 'limit') ?? DEFAULT_LIMIT), ok: true };
    },
  });

  app.route({
    method: ['GET', 'POST'],
    url: '/events/get',
    handler: (request) => {
      const parameters = parametersOf(request);
      const id = text(parameters, 'event_id');
      const matches = eventFilter(parameters);
      const event = store.events.findLast(
        (event) => (id === undefined || event.event_id === id) && matches(event),
      );
      if (!event) throw notFound('event', id ?? '');
      return { event, ok: true };
    },
  });
};

/** Both ends included, milliseconds. */
const period = (parameters: Parameters): [number, number] => {
  const since = instant(parameters, 'since');
  if (since !== undefined) return [since, Infinity];
  const between = texts(parameters, 'between');
  if (between?.length === 2) {
    const [from, to] = between.map((at) => instant({ between: at }, 'between'));
    if (from !== undefined && to !== undefined) return [from, to];
  }
  throw invalidInput('since', 'Either since or between is required');
};

const eventFilter = (parameters: Parameters): ((event: SeamEvent) => boolean) => {
  const either = (one: string, many: string) => {
    const single = text(parameters, one);
    return single === undefined ? texts(parameters, many) : [single];
  };
  const types = either('event_type', 'event_types');
  const deviceIds = either('device_id', 'device_ids');
  const codeIds = either('access_code_id', 'access_code_ids');
  return (event) =>
    has(types, event.event_type) && has(deviceIds, event.device_id) && has(codeIds, event.access_code_id);
};

const has = (wanted: string[] | undefined, value: string | undefined): boolean =>
  wanted === undefined || (value !== undefined && wanted.includes(value));
