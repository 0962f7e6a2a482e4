import type { Client } from '@temporalio/client';
import { listedReservation, type ListedReservation } from './listed-reservation.ts';

/**
 * One run as lists show it, as it stands now; null where the id is none of a reservation. There must be such a run.
 */
export const findListed = async (
  client: Client,
  workflowId: string,
  withinMs: number,
): Promise<ListedReservation | null> => {
  const { workflowExecutionInfo: execution } = await client.withDeadline(Date.now() + withinMs, () =>
    client.workflowService.describeWorkflowExecution({
      namespace: client.options.namespace,
      execution: { workflowId },
    }),
  );
  return execution ? listedReservation(client, execution) : null;
};
