import type { Client } from '@temporalio/client';
import { searchAttributes } from '../workflows/search-attributes.ts';

export interface RunLine {
  workflowId: string;
  /** Temporal's own: RUNNING, COMPLETED, ... */
  execution: string;
  accessStatus: string | null;
  attention: string | null;
  /** UTC; null before the first validation. */
  arrivalAt: string | null;
}

/** Reservation runs as the visibility store has them; it lags behind the runs by a moment. */
export const listRuns = async (client: Client, extraQuery?: string, limit = 100): Promise<RunLine[]> => {
  const query = ["WorkflowType = 'reservationWorkflow'", ...(extraQuery ? [`(${extraQuery})`] : [])].join(
    ' AND ',
  );
  const lines: RunLine[] = [];
  for await (const run of client.workflow.list({ query })) {
    const attributes = run.typedSearchAttributes;
    lines.push({
      workflowId: run.workflowId,
      execution: run.status.name,
      accessStatus: attributes.get(searchAttributes.accessStatus) ?? null,
      attention: attributes.get(searchAttributes.attention) ?? null,
      arrivalAt: attributes.get(searchAttributes.arrivalAt)?.toISOString() ?? null,
    });
    if (lines.length === limit) break;
  }
  return lines;
};
