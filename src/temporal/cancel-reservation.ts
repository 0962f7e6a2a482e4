import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { reservationWorkflowId } from '../domain/ids.ts';
import type { ReservationKey } from '../domain/reservation.ts';
import type { ReservationState } from '../domain/reservation-state.ts';
import { cancelReservationSignal, cancelReservationUpdate } from '../workflows/messages.ts';
import { applyReservation, toApplied, type Applied } from './apply-reservation.ts';
import { lastState } from './ended-run.ts';
import { isUnanswered } from './no-answer.ts';

/**
 * Tells the reservation's run that the stay will not happen; null where nobody knows the reservation. Where no worker
 * answers within `withinMs` it is sent as a signal, which is kept until one is up. Safe to repeat.
 */
export const cancelReservation = async (
  client: Client,
  taskQueue: string,
  key: ReservationKey,
  revision: number,
  withinMs: number,
): Promise<Applied | null> => {
  const run = client.workflow.getHandle(reservationWorkflowId(key));
  try {
    return toApplied(
      await client.withDeadline(Date.now() + withinMs, () =>
        run.executeUpdate(cancelReservationUpdate, { args: [{ revision }] }),
      ),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) {
      const last = await client.withDeadline(Date.now() + withinMs, () => lastState(client, run.workflowId));
      return last && cancelAfterEnd(client, taskQueue, last, revision, withinMs);
    }
    if (!isUnanswered(error)) throw error;
    await client.withDeadline(Date.now() + withinMs, () => run.signal(cancelReservationSignal, { revision }));
    return { outcome: 'queued' };
  }
};

// A run of its own, over at once, keeps the newer revision: else a booking that is older than this cancellation, and
// late, would count as news.
const cancelAfterEnd = async (
  client: Client,
  taskQueue: string,
  { stay, doors, ...last }: ReservationState,
  revision: number,
  withinMs: number,
): Promise<Applied> =>
  applyReservation(
    client,
    taskQueue,
    {
      source: last.source,
      propertyId: last.propertyId,
      reservationId: last.reservationId,
      revision,
      status: 'cancelled',
      stay,
      doorIds: doors.map(({ doorId }) => doorId),
      guest: {},
    },
    withinMs,
  );
