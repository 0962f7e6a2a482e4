import type { Agenda } from '../agenda.ts';
import type { Chance } from '../chance.ts';
import type { Sandbox } from '../sandbox.ts';
import type { LimitMet } from './history.ts';
import type { Worker } from './worker.ts';

type AnyActivity = (...args: unknown[]) => Promise<unknown>;

export type ClosedHow = 'completed' | 'failed' | 'cancelled' | 'continued';

/** What a server and its worker need, and whom they tell of what happens. */
export interface World {
  agenda: Agenda;
  chance: Chance;
  worker: Worker;
  sandbox: Sandbox;
  activities: Record<string, AnyActivity>;
  /** How often a run is found gone from the cache when a task begins. */
  crashChance: number;
  count: (what: string) => void;
  onLimit: (workflowId: string, limit: LimitMet) => void;
  onClosed: (workflowId: string, how: ClosedHow, result: unknown) => void;
  /** `restOverdueMs`: since when, with a worker up, the run has known that it is to continue as new. */
  onTask: (workflowId: string, restOverdueMs: number) => void;
}
