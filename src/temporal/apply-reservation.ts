import {
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowNotFoundError,
  type Client,
  type WorkflowIdReusePolicy,
} from '@temporalio/client';
import { reservationWorkflowId } from '../domain/ids.ts';
import type { Reservation } from '../domain/reservation.ts';
import type { ReservationState } from '../domain/reservation-state.ts';
import { applyReservationUpdate } from '../workflows/messages.ts';
import type { Beginning, reservationWorkflow } from '../workflows/reservation.ts';
import type { Answer } from '../workflows/follow.ts';
import { unlessEndedWithIt } from './ended-run.ts';
import { isUnanswered } from './no-answer.ts';
import { runOptions } from './run-options.ts';
import { startReservation } from './start-reservation.ts';

export type Applied =
  /** A run began with it. */
  | { outcome: 'started'; state: ReservationState }
  /** The run follows it from now on. */
  | { outcome: 'changed'; state: ReservationState }
  /** Not newer than what is followed, or was until the run's end. */
  | { outcome: 'dropped'; state: ReservationState; isCancelled: boolean }
  /** Kept durably for the run: no worker answered in time. */
  | { outcome: 'queued' };

/**
 * Starts the reservation's run or tells the run that follows it already, and waits for its answer. Where no worker
 * answers within `withinMs` it is sent as a signal, which is kept until one is up. Safe to repeat.
 */
export const applyReservation = async (
  client: Client,
  taskQueue: string,
  reservation: Reservation,
  withinMs: number,
): Promise<Applied> => {
  try {
    return await client.withDeadline(Date.now() + withinMs, async () => {
      const answer = await unlessEndedWithIt(client, reservation, (policy, beginning) =>
        startOrChange(client, taskQueue, reservation, policy, beginning),
      );
      if ('sent' in answer) return answer.sent;
      const { endedWith } = answer;
      return { outcome: 'dropped', state: endedWith, isCancelled: endedWith.status === 'cancelled' };
    });
  } catch (error) {
    if (!isUnanswered(error)) throw error;
    await client.withDeadline(Date.now() + withinMs, () => startReservation(client, taskQueue, reservation));
    return { outcome: 'queued' };
  }
};

/** What the answer of a running reservation means to the one who sent it. */
export const toApplied = ({ outcome, state, isCancelled }: Answer): Applied =>
  outcome === 'accepted' ? { outcome: 'changed', state } : { outcome, state, isCancelled };

// A start that fails where a run is already there is the only one that tells "begun by this" from "repeated": the
// answer of the run would be the same.
const startOrChange = async (
  client: Client,
  taskQueue: string,
  reservation: Reservation,
  workflowIdReusePolicy: WorkflowIdReusePolicy,
  beginning: Beginning | undefined,
): Promise<Applied> => {
  const start = new WithStartWorkflowOperation<typeof reservationWorkflow>('reservationWorkflow', {
    ...runOptions(taskQueue, reservation, Date.now()),
    args: beginning === undefined ? [reservation] : [reservation, beginning],
    workflowIdReusePolicy,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
  });
  try {
    const { state } = await client.workflow.executeUpdateWithStart(applyReservationUpdate, {
      args: [reservation],
      startWorkflowOperation: start,
    });
    return { outcome: 'started', state };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return await change(client, reservation).catch((fault: unknown) => {
      // There is no running one: it has ended.
      throw fault instanceof WorkflowNotFoundError ? error : fault;
    });
  }
};

const change = async (client: Client, reservation: Reservation): Promise<Applied> => {
  const run = client.workflow.getHandle<typeof reservationWorkflow>(reservationWorkflowId(reservation));
  return toApplied(await run.executeUpdate(applyReservationUpdate, { args: [reservation] }));
};
