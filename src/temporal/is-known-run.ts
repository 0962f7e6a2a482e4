import type { Client } from '@temporalio/client';
import { grpcCode } from './no-answer.ts';

// Of gRPC.
const NOT_FOUND = 5;

/**
 * Whether there is such a run, also one that has ended. No payload is read: the client's own `describe` fails as a whole on a
 * memo under a key that is no longer known.
 */
export const isKnownRun = async (client: Client, workflowId: string, withinMs: number): Promise<boolean> => {
  try {
    await client.withDeadline(Date.now() + withinMs, () =>
      client.workflowService.describeWorkflowExecution({
        namespace: client.options.namespace,
        execution: { workflowId },
      }),
    );
    return true;
  } catch (error) {
    if (grpcCode(error) === NOT_FOUND) return false;
    throw error;
  }
};
