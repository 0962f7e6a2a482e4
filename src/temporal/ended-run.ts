import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';
import { reservationWorkflowId } from '../domain/ids.ts';
import type { Reservation } from '../domain/reservation.ts';
import type { ReservationState } from '../domain/reservation-state.ts';
import type { Beginning, reservationWorkflow } from '../workflows/reservation.ts';

/**
 * Sends a reservation to its run, which `send` starts where there is none. Where the run has ended, what is late, such
 * as a booking that comes after its cancellation, must not begin another: only a newer revision than the last does.
 * `send` throws `WorkflowExecutionAlreadyStartedError` when the reuse policy forbids to begin another run.
 */
export const unlessEndedWithIt = async <Sent>(
  client: Client,
  reservation: Reservation,
  send: (policy: WorkflowIdReusePolicy, beginning?: Beginning) => Promise<Sent>,
): Promise<{ sent: Sent } | { endedWith: ReservationState }> => {
  try {
    return { sent: await send(WorkflowIdReusePolicy.REJECT_DUPLICATE) };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const last = await lastState(client, reservationWorkflowId(reservation));
    if (last !== null && reservation.revision <= last.revision) return { endedWith: last };
    // It failed, or was cancelled or terminated: what it had made at the doors is to be found first.
    const beginning = last === null ? ('after_unknown_end' as const) : undefined;
    return { sent: await send(WorkflowIdReusePolicy.ALLOW_DUPLICATE, beginning) };
  }
};

/**
 * How a reservation's run ended. Null where nobody can say: there is none, its history is no longer kept, or somebody
 * terminated it. Waits for the end where the run has not ended.
 */
export const lastState = async (client: Client, workflowId: string): Promise<ReservationState | null> => {
  try {
    return await client.workflow.getHandle<typeof reservationWorkflow>(workflowId).result();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || error instanceof WorkflowFailedError) return null;
    throw error;
  }
};
