import type { Client } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';

export interface QueueFigures {
  /** Workers that asked for tasks in the last minutes. */
  pollers: number;
  /** Tasks that wait for a worker, about. */
  backlog: number;
  /** How long the oldest of them has waited, seconds. */
  backlogAge: number;
}

const { TASK_QUEUE_TYPE_WORKFLOW, TASK_QUEUE_TYPE_ACTIVITY } = proto.temporal.api.enums.v1.TaskQueueType;

/** How the task queue is served, for workflow tasks and for activities: a request each. */
export const taskQueueFigures = async (
  client: Client,
  taskQueue: string,
): Promise<Record<'workflow' | 'activity', QueueFigures>> => {
  const [workflow, activity] = await Promise.all(
    [TASK_QUEUE_TYPE_WORKFLOW, TASK_QUEUE_TYPE_ACTIVITY].map((taskQueueType) =>
      client.workflowService.describeTaskQueue({
        namespace: client.options.namespace,
        taskQueue: { name: taskQueue },
        taskQueueType,
        reportStats: true,
      }),
    ),
  );
  return { workflow: figuresOf(workflow), activity: figuresOf(activity) };
};

type Described = Awaited<ReturnType<Client['workflowService']['describeTaskQueue']>> | undefined;

const figuresOf = (described: Described): QueueFigures => ({
  pollers: described?.pollers.length ?? 0,
  backlog: Number(described?.stats?.approximateBacklogCount ?? 0),
  backlogAge: (tsToMs(described?.stats?.approximateBacklogAge) ?? 0) / 1000,
});
