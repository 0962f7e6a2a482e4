import { collectDefaultMetrics, Registry } from 'prom-client';

/** With what Node says of the process itself: memory, CPU, the lag of its event loop. */
export const createRegistry = (): Registry => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
};
