import { WorkflowFailedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { reservationWorkflow } from '../workflows/reservation.ts';

/**
 * The last revision a reservation's run followed before it ended. Null where nobody can say: the run's history is no
 * longer kept, or somebody terminated it. Waits for the end where the run has not ended.
 */
export const lastRevision = async (client: Client, workflowId: string): Promise<number | null> => {
  try {
    const { revision } = await client.workflow.getHandle<typeof reservationWorkflow>(workflowId).result();
    return revision;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || error instanceof WorkflowFailedError) return null;
    throw error;
  }
};
