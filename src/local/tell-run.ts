import type { Client } from '@temporalio/client';
import { reservationWorkflowId } from '../domain/ids.ts';
import type { Reservation } from '../domain/reservation.ts';
import { startReservation } from '../temporal/start-reservation.ts';
import type { StoryClock } from './story-clock.ts';

export interface RunsInTime {
  client: Client;
  taskQueue: string;
  clock: StoryClock;
}

/**
 * Books a reservation, or changes it where it exists, at the story's time, and waits for what follows at once.
 * @returns whether a run has it
 */
export const bookRun = async (
  { client, taskQueue, clock }: RunsInTime,
  reservation: Reservation,
  importRunId: string | null = null,
): Promise<boolean> => {
  const workflowId = reservationWorkflowId(reservation);
  if (clock.isOpen(workflowId)) await clock.bringHere(workflowId);
  // A new run begins at the real time: the delay has its first line wait for the story's, which is a moment away so that
  // the run is there before it.
  const startDelay = Math.ceil(clock.now() - Date.now()) + clock.beforeDueMs;
  const { outcome } = await startReservation(client, taskQueue, reservation, { startDelay, importRunId });
  if (outcome === 'dropped') return false;
  await clock.bringHere(workflowId);
  await clock.settle(workflowId);
  return true;
};

/** Says something to a run that is open, at the story's time, and waits for what follows at once. */
export const tellRun = async (
  { clock }: RunsInTime,
  workflowId: string,
  say: () => Promise<unknown>,
): Promise<void> => {
  await clock.bringHere(workflowId);
  await clock.settle(workflowId);
  await say();
  await clock.settle(workflowId);
};
