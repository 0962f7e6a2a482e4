import type { Client } from '@temporalio/client';
import { quoted } from './query-text.ts';

/**
 * Workflow ids of the running reservations that hold the code, wanted or not. From search attributes: the visibility
 * store lags behind a run by a moment.
 */
export const findRunsOfCode = async (client: Client, accessCodeId: string): Promise<string[]> => {
  const query = [
    "WorkflowType = 'reservationWorkflow'",
    "ExecutionStatus = 'Running'",
    `AccessCodeIds = ${quoted(accessCodeId)}`,
  ].join(' AND ');
  const workflowIds: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query })) workflowIds.push(workflowId);
  return workflowIds;
};
