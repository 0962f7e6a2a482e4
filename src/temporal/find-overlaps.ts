import type { Client } from '@temporalio/client';
import { parseReservationWorkflowId } from '../domain/ids.ts';
import type { Overlap } from '../domain/live-code.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';
import { quoted } from './query-text.ts';

interface Window {
  doorId: string;
  /** UTC. */
  from: string;
  to: string;
  exceptWorkflowId: string;
}

const MOST = 20;

/** Running reservations behind that door within a time, from their search attributes: the visibility store lags a moment. */
export const findOverlaps =
  (client: Client) =>
  async ({ doorId, from, to, exceptWorkflowId }: Window): Promise<Overlap[]> => {
    const query = [
      "WorkflowType = 'reservationWorkflow'",
      "ExecutionStatus = 'Running'",
      "AccessStatus != 'cancelled'",
      `DeviceIds = ${quoted(doorId)}`,
      `ArrivalAt < '${to}'`,
      `DepartureAt > '${from}'`,
    ].join(' AND ');
    const overlaps: Overlap[] = [];
    for await (const { workflowId, typedSearchAttributes } of client.workflow.list({ query })) {
      const arrivalAt = typedSearchAttributes.get(searchAttributes.arrivalAt);
      const departureAt = typedSearchAttributes.get(searchAttributes.departureAt);
      if (workflowId === exceptWorkflowId || !arrivalAt || !departureAt) continue;
      overlaps.push({
        reservationId: parseReservationWorkflowId(workflowId)?.reservationId ?? workflowId,
        workflowId,
        arrivalAt: arrivalAt.toISOString(),
        departureAt: departureAt.toISOString(),
      });
      if (overlaps.length === MOST) break;
    }
    return overlaps;
  };
