import type { Clock } from './clock.ts';
import { createClock } from './clock.ts';
import { createEvents, type Events } from './events.ts';
import { createFaults, type Faults } from './faults.ts';
import { createLifeCycle, type LifeCycle } from './life-cycle.ts';
import { withDefaults, type SimulatorOptions } from './options.ts';
import { createPresentation, type Presentation } from './presentation.ts';
import { createStore, type Store } from './store.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';
import { checkWorld } from './world.ts';

/** The simulated Seam without its HTTP surface. */
export interface Simulation {
  options: SimulatorOptions;
  clock: Clock;
  store: Store;
  faults: Faults;
  webhooks: Webhooks;
  events: Events;
  lifeCycle: LifeCycle;
  present: Presentation;
}

export const createSimulation = (given: Partial<SimulatorOptions>): Simulation => {
  const options = withDefaults(given);
  const clock = createClock(options.now === undefined ? undefined : instantOf(options.now));
  const store = createStore(checkWorld(options.world, 'world'));
  const faults = createFaults();
  const webhooks = createWebhooks(store, faults, options);
  const events = createEvents(store, clock, options, webhooks.send);
  const lifeCycle = createLifeCycle(store, clock, events, options);
  return {
    options,
    clock,
    store,
    faults,
    webhooks,
    events,
    lifeCycle,
    present: createPresentation(faults, clock),
  };
};

const instantOf = (now: string): number => {
  const instant = Date.parse(now);
  if (Number.isNaN(instant)) throw new RangeError(`now is "${now}", expected an ISO 8601 date and time`);
  return instant;
};
