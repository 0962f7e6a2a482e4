import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Neighbours, StayAnnounced } from '../activities/plan-access.ts';
import { reservationWorkflowId } from '../domain/ids.ts';
import { neighbourStaySignal } from '../workflows/messages.ts';
import { listedReservation } from './listed-reservation.ts';
import { listExecutions } from './list-executions.ts';
import { quoted } from './query-text.ts';

/**
 * Tells every run that holds a live code at a door of a stay there that was planned, changed or cancelled, so that its
 * notice names who is in the way. Safe to repeat. Which runs those are comes from their memos, and lags a moment.
 */
export const announceStay =
  (client: Client): Neighbours['announceStay'] =>
  async (announced: StayAnnounced): Promise<void> => {
    const { doorId, key, times, localArrival } = announced;
    const workflowId = reservationWorkflowId(key);
    const stay = {
      doorId,
      workflowId,
      reservationId: key.reservationId,
      arrivalAt: times?.arrivalAt ?? '',
      departureAt: times?.departureAt ?? '',
      localArrival,
      isOver: times === null,
    };
    for (const holder of await holdersOf(client, doorId)) {
      if (holder === workflowId) continue;
      await client.workflow
        .getHandle(holder)
        .signal(neighbourStaySignal, stay)
        .catch((error: unknown) => {
          // It ended since it was listed.
          if (!(error instanceof WorkflowNotFoundError)) throw error;
        });
    }
  };

const holdersOf = async (client: Client, doorId: string): Promise<string[]> => {
  const query = [
    "WorkflowType = 'reservationWorkflow'",
    "ExecutionStatus = 'Running'",
    `DeviceIds = ${quoted(doorId)}`,
    'AccessCodeIds IS NOT NULL',
  ].join(' AND ');
  const holders: string[] = [];
  for await (const page of listExecutions(client, query)) {
    const rows = await Promise.all(page.map((execution) => listedReservation(client, execution)));
    const holding = rows.filter((row) => row?.liveCodes.some((code) => code.doorId === doorId));
    holders.push(...holding.map((row) => row?.workflowId ?? ''));
  }
  return holders;
};
