import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { settledDoorStates, type ReservationState } from '../domain/reservation-state.ts';
import { readReservationStates } from '../temporal/reservation-states.ts';

export type States = ReadonlyMap<string, ReservationState>;

export interface Following {
  workflowIds: string[];
  /** End as soon as every run has settled. */
  untilSettled: boolean;
  patienceMs: number;
  signal: AbortSignal;
  show: (states: States) => void;
}

const LOOK_EVERY_MS = 1_000;

/** Asks every run for its state, once a second, until all have settled, patience ends or the signal comes. */
export const follow = async (client: Client, options: Following): Promise<States> => {
  const { workflowIds, untilSettled, signal, show } = options;
  const deadline = Date.now() + options.patienceMs;
  const states = new Map<string, ReservationState>();
  for (;;) {
    const open = untilSettled ? workflowIds.filter((id) => !isSettled(states.get(id))) : workflowIds;
    for (const [id, state] of await readReservationStates(client, open)) states.set(id, state);
    show(states);
    const isDone = untilSettled && workflowIds.every((id) => isSettled(states.get(id)));
    if (isDone || signal.aborted || Date.now() > deadline) return states;
    await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
};

/** Does the run wait for time or people, and no longer for us or Seam? */
export const isSettled = (state: ReservationState | undefined): boolean =>
  state !== undefined && state.doors.every((door) => settledDoorStates.has(door.state));
