import type { Client } from '@temporalio/client';
import type { Overlap } from '../domain/live-code.ts';
import { listExecutions } from './list-executions.ts';
import { quoted } from './query-text.ts';
import { summaryOf, type Execution } from './run-summary.ts';

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
    for await (const page of listExecutions(client, query)) {
      overlaps.push(...page.flatMap((execution) => overlapOf(execution, exceptWorkflowId)));
      if (overlaps.length >= MOST) break;
    }
    return overlaps.slice(0, MOST);
  };

const overlapOf = (run: Execution, exceptWorkflowId: string): Overlap[] => {
  const workflowId = run.execution?.workflowId ?? '';
  const { reservationId, arrivalAt, departureAt } = summaryOf(run) ?? {};
  if (!reservationId || !arrivalAt || !departureAt || workflowId === exceptWorkflowId) return [];
  return [{ reservationId, workflowId, arrivalAt, departureAt }];
};
