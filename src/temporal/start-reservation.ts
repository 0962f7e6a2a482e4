import { WorkflowIdReusePolicy, type Client } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { reservationWorkflowId } from '../domain/ids.ts';
import type { Reservation } from '../domain/reservation.ts';
import { reservationSignal } from '../workflows/messages.ts';
import type { reservationWorkflow } from '../workflows/reservation.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';

/**
 * Starts the reservation's run or tells the run that follows it already; both in one call that is durable even while no
 * worker is up. Safe to repeat: the run drops what is not newer. A new run begins after `startDelay`, milliseconds.
 * @returns the workflow id
 */
export const startReservation = async (
  client: Client,
  taskQueue: string,
  reservation: Reservation,
  { startDelay = 0 } = {},
): Promise<string> => {
  const workflowId = reservationWorkflowId(reservation);
  const { propertyId, reservationId, doorIds } = reservation;
  await client.workflow.signalWithStart<typeof reservationWorkflow, [Reservation]>('reservationWorkflow', {
    workflowId,
    taskQueue,
    args: [reservation],
    signal: reservationSignal,
    signalArgs: [reservation],
    ...(startDelay > 0 ? { startDelay } : {}),
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    staticSummary: `Reservation ${reservationId} at ${propertyId}`,
    typedSearchAttributes: new TypedSearchAttributes([
      { key: searchAttributes.propertyId, value: propertyId },
      { key: searchAttributes.reservationId, value: reservationId },
      { key: searchAttributes.deviceIds, value: doorIds },
      { key: searchAttributes.accessStatus, value: 'in_progress' },
    ]),
  });
  return workflowId;
};
