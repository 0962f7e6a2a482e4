import type { Client } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';

const ANSWER_WITHIN_MS = 15_000;

/**
 * Sends an update to a running reservation and waits for its answer. With an `updateId` it has one effect however
 * often it is sent to the same run.
 * @throws WorkflowUpdateFailedError when the run refuses it, WorkflowUpdateRPCTimeoutOrCancelledError when no worker
 * answers within 15 s, WorkflowNotFoundError when there is no such run or it has ended
 */
export const sendUpdate = <Answer, Args extends [unknown]>(
  client: Client,
  workflowId: string,
  update: UpdateDefinition<Answer, Args>,
  args: Args,
  updateId?: string,
): Promise<Answer> =>
  client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
    client.workflow
      .getHandle(workflowId)
      .executeUpdate<Answer, [unknown]>(update, { args, ...(updateId === undefined ? {} : { updateId }) }),
  );
