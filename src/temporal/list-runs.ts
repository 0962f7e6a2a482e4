import type { Client } from '@temporalio/client';
import { searchAttributes } from '../workflows/search-attributes.ts';

export interface RunLine {
  workflowId: string;
  /** Temporal's own: RUNNING, COMPLETED, ... */
  execution: string;
  accessStatus: string | null;
  attention: string | null;
  /** UTC; null while no zone is known. */
  arrivalAt: string | null;
  departureAt: string | null;
}

/** Reservation runs as the visibility store has them, newest first; it lags behind the runs by a moment. */
export const listRuns = async (client: Client, query: string, limit: number): Promise<RunLine[]> => {
  const lines: RunLine[] = [];
  for await (const run of client.workflow.list({ query: amongReservations(query) })) {
    const attributes = run.typedSearchAttributes;
    lines.push({
      workflowId: run.workflowId,
      execution: run.status.name,
      accessStatus: attributes.get(searchAttributes.accessStatus) ?? null,
      attention: attributes.get(searchAttributes.attention) ?? null,
      arrivalAt: attributes.get(searchAttributes.arrivalAt)?.toISOString() ?? null,
      departureAt: attributes.get(searchAttributes.departureAt)?.toISOString() ?? null,
    });
    if (lines.length === limit) break;
  }
  return lines;
};

/** Other kinds of runs share the namespace. */
export const amongReservations = (query: string): string =>
  ["WorkflowType = 'reservationWorkflow'", ...(query ? [query] : [])].join(' AND ');
