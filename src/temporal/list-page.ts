import type { Client } from '@temporalio/client';
import type { AccessStatus } from '../domain/reservation-state.ts';
import { quoted } from './query-text.ts';
import { summaryOf, type RunSummary } from './run-summary.ts';

/** All that is given must hold. Instants are UTC, ISO 8601. */
export interface RunFilter {
  /** One of these; null: any. */
  propertyIds: readonly string[] | null;
  status?: AccessStatus | 'over' | undefined;
  attention?: string | undefined;
  arrivesFrom?: string | undefined;
  arrivesTo?: string | undefined;
  doorId?: string | undefined;
}

export interface RunPage {
  runs: RunSummary[];
  /** Temporal's own place mark; empty after the last page. */
  nextPageToken: Uint8Array;
}

/** One page of runs, newest first, as the visibility store has them: it lags behind the runs by a moment. */
export const listPage = async (
  client: Client,
  filter: RunFilter,
  pageSize: number,
  nextPageToken: Uint8Array,
): Promise<RunPage> => {
  const answer = await client.workflowService.listWorkflowExecutions({
    namespace: client.options.namespace,
    query: queryOf(filter),
    pageSize,
    nextPageToken,
  });
  return {
    runs: answer.executions.flatMap((run) => summaryOf(run) ?? []),
    nextPageToken: answer.nextPageToken,
  };
};

const queryOf = ({ propertyIds, status, attention, arrivesFrom, arrivesTo, doorId }: RunFilter): string =>
  [
    "WorkflowType = 'reservationWorkflow'",
    // An earlier part of a run that goes on.
    "ExecutionStatus != 'ContinuedAsNew'",
    propertyIds && `PropertyId IN (${propertyIds.map(quoted).join(', ')})`,
    // What an ended run said last is not where it stands.
    status && (status === 'over' ? "ExecutionStatus != 'Running'" : "ExecutionStatus = 'Running'"),
    status && status !== 'over' && `AccessStatus = ${quoted(status)}`,
    attention && "ExecutionStatus = 'Running'",
    attention && (attention === 'any' ? 'Attention IS NOT NULL' : `Attention = ${quoted(attention)}`),
    arrivesFrom && `ArrivalAt >= ${quoted(arrivesFrom)}`,
    arrivesTo && `ArrivalAt < ${quoted(arrivesTo)}`,
    doorId && `DeviceIds = ${quoted(doorId)}`,
  ]
    .filter((condition) => typeof condition === 'string')
    .join(' AND ');
