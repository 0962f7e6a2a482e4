import type { Client } from '@temporalio/client';

const ANSWER_WITHIN_MS = 4_000;

/** Another one after whatever happens to a run: how long its history is, and of which part. No worker is asked. */
export const lengthOfRun = async (client: Client, workflowId: string): Promise<string> => {
  const { workflowExecutionInfo: run } = await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
    client.workflowService.describeWorkflowExecution({
      namespace: client.options.namespace,
      execution: { workflowId },
    }),
  );
  return `${run?.execution?.runId} ${String(run?.historyLength)}`;
};
