import { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';

const { TASK_QUEUE_TYPE_WORKFLOW: WORKFLOW_TASKS } = proto.temporal.api.enums.v1.TaskQueueType;

/** Whether the process asks for work: Temporal knows it as `<pid>@<host>`. */
export const polls = async (
  { address, namespace, taskQueue }: { address: string; namespace: string; taskQueue: string },
  pid: number,
): Promise<boolean> => {
  const connection = Connection.lazy({ address });
  try {
    const { pollers } = await connection.withDeadline(Date.now() + 2_000, () =>
      connection.workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name: taskQueue },
        taskQueueType: WORKFLOW_TASKS,
      }),
    );
    return pollers.some(({ identity }) => identity?.startsWith(`${pid}@`));
  } catch {
    return false;
  } finally {
    await connection.close();
  }
};

export const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
