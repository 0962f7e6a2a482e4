import type { Client } from '@temporalio/client';
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
  for await (const { workflowId } of client.workflow.list({ query })) workflowIds.push(workflowId);
  return workflowIds;
};
