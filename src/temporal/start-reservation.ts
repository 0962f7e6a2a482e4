import type { Client, WorkflowIdReusePolicy } from '@temporalio/client';
import { reservationWorkflowId } from '../domain/ids.ts';
import type { Reservation } from '../domain/reservation.ts';
import { reservationSignal } from '../workflows/messages.ts';
import type { Beginning, reservationWorkflow } from '../workflows/reservation.ts';
import { unlessEndedWithIt } from './ended-run.ts';
import { runOptions } from './run-options.ts';

export interface Sent {
  workflowId: string;
  /**
   * `sent`: the run has it, and follows it unless it knows a newer revision. `dropped`: the run has ended, and had
   * followed this revision or a newer one.
   */
  outcome: 'sent' | 'dropped';
}

/**
 * Starts the reservation's run or tells the run that follows it already; both in one call that is durable even while no
 * worker is up. Safe to repeat. A new run begins after `startDelay`, milliseconds, and is listed by the `importRunId`.
 */
export const startReservation = async (
  client: Client,
  taskQueue: string,
  reservation: Reservation,
  { startDelay = 0, importRunId = null }: { startDelay?: number; importRunId?: string | null } = {},
): Promise<Sent> => {
  const workflowId = reservationWorkflowId(reservation);
  const send = (workflowIdReusePolicy: WorkflowIdReusePolicy, beginning?: Beginning) =>
    client.workflow.signalWithStart<typeof reservationWorkflow, [Reservation]>('reservationWorkflow', {
      ...runOptions(taskQueue, reservation, Date.now(), importRunId),
      args: beginning === undefined ? [reservation] : [reservation, beginning],
      signal: reservationSignal,
      signalArgs: [reservation],
      ...(startDelay > 0 ? { startDelay } : {}),
      workflowIdReusePolicy,
    });
  const answer = await unlessEndedWithIt(client, reservation, send);
  return { workflowId, outcome: 'sent' in answer ? 'sent' : 'dropped' };
};
