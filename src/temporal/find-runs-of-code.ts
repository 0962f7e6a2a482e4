import type { Client } from '@temporalio/client';
import { listExecutions } from './list-executions.ts';
import { isListable, quoted } from './query-text.ts';

/**
 * Workflow ids of the running reservations that hold the code, wanted or not. From search attributes: the visibility
 * store lags behind a run by a moment. None for an id that no list can find: Seam makes no such ids.
 */
export const findRunsOfCode = async (client: Client, accessCodeId: string): Promise<string[]> => {
  if (!isListable(accessCodeId)) return [];
  const query = [
    "WorkflowType = 'reservationWorkflow'",
    "ExecutionStatus = 'Running'",
    `AccessCodeIds = ${quoted(accessCodeId)}`,
  ].join(' AND ');
  const workflowIds: string[] = [];
  for await (const page of listExecutions(client, query))
    workflowIds.push(...page.map(({ execution }) => execution?.workflowId ?? ''));
  return workflowIds;
};
