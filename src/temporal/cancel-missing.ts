import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { cancelReservationSignal } from '../workflows/messages.ts';

/**
 * Tells a run that its reservation is gone: kept durably while no worker is up, and dropped by a run that knows a newer
 * revision. Where none runs there is nothing to cancel.
 */
export const cancelMissing = async (client: Client, workflowId: string, revision: number): Promise<void> => {
  try {
    await client.workflow.getHandle(workflowId).signal(cancelReservationSignal, { revision });
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
};
