import type { Client } from '@temporalio/client';
import { decodeTypedSearchAttributes } from '@temporalio/common/lib/converter/payload-search-attributes.js';
import proto from '@temporalio/proto';
import { searchAttributes } from '../workflows/search-attributes.ts';
import { listExecutions } from './list-executions.ts';
import type { Execution } from './run-summary.ts';

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
  for await (const page of listExecutions(client, amongReservations(query), Math.min(limit, MOST_AT_ONCE))) {
    lines.push(...page.map(lineOf));
    if (lines.length >= limit) break;
  }
  return lines.slice(0, limit);
};

const MOST_AT_ONCE = 1_000;

const lineOf = (run: Execution): RunLine => {
  const attributes = decodeTypedSearchAttributes(run.searchAttributes?.indexedFields);
  return {
    workflowId: run.execution?.workflowId ?? '',
    execution: statusName(run.status),
    accessStatus: attributes.get(searchAttributes.accessStatus) ?? null,
    attention: attributes.get(searchAttributes.attention) ?? null,
    arrivalAt: attributes.get(searchAttributes.arrivalAt)?.toISOString() ?? null,
    departureAt: attributes.get(searchAttributes.departureAt)?.toISOString() ?? null,
  };
};

const { WorkflowExecutionStatus } = proto.temporal.api.enums.v1;

const statusName = (status: Execution['status']): string =>
  (WorkflowExecutionStatus[status ?? 0] ?? 'UNKNOWN')
    .replace('WORKFLOW_EXECUTION_STATUS_', '')
    // As Temporal's client writes it.
    .replace('CANCELED', 'CANCELLED');

/** Other kinds of runs share the namespace. */
export const amongReservations = (query: string): string =>
  ["WorkflowType = 'reservationWorkflow'", ...(query ? [query] : [])].join(' AND ');
