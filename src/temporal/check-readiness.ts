import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';

const WITHIN_MS = 3_000;
const { TASK_QUEUE_TYPE_WORKFLOW } = proto.temporal.api.enums.v1.TaskQueueType;

export interface TemporalReadiness {
  /** The server answers, and has the namespace. */
  isReady: boolean;
  /** In a few words each. */
  temporal: string;
  worker: string;
}

/** Is the server there, its namespace, and a worker on the task queue? Never throws. */
export const checkReadiness = async (client: Client, taskQueue: string): Promise<TemporalReadiness> => {
  const { namespace } = client.options;
  try {
    const { pollers } = await client.withDeadline(Date.now() + WITHIN_MS, async () => {
      await client.workflowService.describeNamespace({ namespace });
      return client.workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name: taskQueue },
        taskQueueType: TASK_QUEUE_TYPE_WORKFLOW,
      });
    });
    const worker = pollers.length > 0 ? 'polling' : `none on task queue "${taskQueue}"`;
    return { isReady: true, temporal: 'ok', worker };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { isReady: false, temporal: `namespace "${namespace}": ${why}`, worker: 'unknown' };
  }
};
