import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { reservationWorkflowId } from '../domain/ids.ts';
import { LIST_MEMO, readListMemo } from '../domain/list-memo.ts';
import type { Reservation, ReservationKey } from '../domain/reservation.ts';
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
      const known = last
        ? { stay: last.stay, doorIds: last.doors.map(({ doorId }) => doorId) }
        : await listedOf(client, run.workflowId);
      return known && cancelAfterEnd(client, taskQueue, { ...key, ...known }, revision, withinMs);
    }
    if (!isUnanswered(error)) throw error;
    await client.withDeadline(Date.now() + withinMs, () => run.signal(cancelReservationSignal, { revision }));
    return { outcome: 'queued' };
  }
};

// A run that failed, or was cancelled or terminated, says nothing itself; its memo says which doors it had.
const listedOf = async (
  client: Client,
  workflowId: string,
): Promise<Pick<Reservation, 'stay' | 'doorIds'> | null> => {
  try {
    const { memo } = await client.workflow.getHandle(workflowId).describe();
    const listed = readListMemo(memo?.[LIST_MEMO]);
    return listed && { stay: listed.stay, doorIds: listed.doors.map(({ doorId }) => doorId) };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
};

// A run of its own, over at once, keeps the newer revision: else a booking that is older than this cancellation, and
// late, would count as news.
const cancelAfterEnd = async (
  client: Client,
  taskQueue: string,
  {
    source,
    propertyId,
    reservationId,
    stay,
    doorIds,
  }: ReservationKey & Pick<Reservation, 'stay' | 'doorIds'>,
  revision: number,
  withinMs: number,
): Promise<Applied> =>
  applyReservation(
    client,
    taskQueue,
    {
      source,
      propertyId,
      reservationId,
      revision,
      status: 'cancelled',
      stay,
      doorIds,
      guest: {},
    },
    withinMs,
  );
