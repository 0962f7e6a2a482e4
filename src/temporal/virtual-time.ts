/**
 * Virtual time for one run at a time, by the server's own time skipping: the run's timers and its `Date.now()`
 * move, while clients, activities, activity timeouts and every other run stay in real time.
 *
 * How it behaves, measured on server 1.32.0 with the settings of dev-server.ts:
 * - A jump over five days takes about 10 ms, and about 15 ms more for each timer on the way. All of them fire in
 *   order, each seeing its own virtual instant. `condition(fn, timeout)` is a timer like any other.
 * - A running activity, child or workflow task holds virtual time still; the jump goes on when it ends. An
 *   activity waiting for its next attempt does not: the jump takes the retry interval with it.
 * - A run started with a delay has its first line at the virtual instant to which the delay was skipped.
 * - A signal sent after a jump is seen at the virtual instant of its target. One sent during a jump is seen
 *   wherever the run is then, so send it before or after.
 * - Jumps add up. A jump goes on through continue-as-new, and the new run keeps the virtual time.
 * - A child starts at its parent's virtual time and, if a jump is under way, skips all its own timers at once.
 *   The parent gets none of the time that the child skipped.
 * - A run or execution timeout on the way is reached like a timer, and ends the run.
 * - A target that goes by in real time while work is under way is now and then skipped past, up to the next timer:
 *   end a jump shortly before what is due, or well after what follows from it.
 * - Each jump adds two events to the history, and each timer on its way one: count events in a run that never
 *   jumped.
 */
import { randomUUID } from 'node:crypto';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { Duration } from '@temporalio/common';
import { msToTs, tsToDate } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';
import { isOutOfTime } from './no-answer.ts';

const {
  FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_COMPLETED: completed,
  FAST_FORWARD_POLLING_RESULT_POLL_TIMEOUT: pollAgain,
} = proto.temporal.api.enums.v1.FastForwardPollingResult;

/**
 * Moves the run on by `duration` of its own time, with everything that falls due on the way, and returns its
 * time then; from there on its clock runs at real speed. It counts from where the run is now, which just
 * after a start may be before its first line has run: then a timer of the same duration is not reached.
 *
 * Rejects when the run ends on the way, when another jump replaces this one, or, naming what is pending, when
 * the target is not reached within `withinMs` of real time.
 */
export const fastForward = async (
  client: Client,
  workflowId: string,
  duration: Duration,
  { withinMs = 30_000 } = {},
): Promise<Date> => {
  const id = randomUUID();
  await setTimeSkipping(client, workflowId, {
    enabled: true,
    fastForwardConfig: { id, duration: msToTs(duration) },
  });
  const fail = (why: string) => new Error(`${workflowId} was not moved on by ${duration}: ${why}`);
  const deadline = Date.now() + withinMs;
  for (;;) {
    const { fastForwardPollingResult: result, failedReason } = await client
      .withDeadline(deadline, () =>
        client.workflowService.pollWorkflowExecutionTimeSkipping({
          namespace: client.options.namespace,
          workflowExecution: { workflowId },
          fastForwardId: id,
        }),
      )
      .catch(async (error: unknown) => {
        if (!isOutOfTime(error)) throw error;
        throw fail(`not there after ${withinMs} ms; ${await pending(client, workflowId)}`);
      });
    if (result === completed) return virtualNow(client, workflowId);
    if (result !== pollAgain) throw fail(failedReason);
  }
};

/**
 * From now on the run never waits for a timer: whenever it is idle its clock jumps to the next one. Only for
 * runs that need nothing more from outside, as every timeout on the way is hit at once.
 */
export const skipWhenIdle = (client: Client, workflowId: string): Promise<void> =>
  setTimeSkipping(client, workflowId, { enabled: true });

/** What `Date.now()` would give the run at this moment. */
export const virtualNow = async (client: Client, workflowId: string): Promise<Date> => {
  return virtualNowOf(await client.workflow.getHandle(workflowId).describe());
};

export const virtualNowOf = ({ raw }: WorkflowExecutionDescription): Date => {
  const currentTime = raw.workflowExtendedInfo?.timeSkippingInfo?.currentTime;
  return currentTime == null ? new Date() : tsToDate(currentTime);
};

const setTimeSkipping = async (
  client: Client,
  workflowId: string,
  config: proto.temporal.api.common.v1.ITimeSkippingConfig,
): Promise<void> => {
  await client.workflowService.updateWorkflowExecutionOptions({
    namespace: client.options.namespace,
    workflowExecution: { workflowId },
    // A run that polls every few minutes of virtual time would exceed the server's default of 200 jumps.
    workflowExecutionOptions: { timeSkippingConfig: { maxSessionSkipCount: 10_000, ...config } },
    updateMask: { paths: ['time_skipping_config'] },
  });
};

const pending = async (client: Client, workflowId: string): Promise<string> => {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  const activities = (raw.pendingActivities ?? []).map(
    ({ activityType, attempt }) => `activity ${activityType?.name} (attempt ${attempt})`,
  );
  const children = (raw.pendingChildren ?? []).map(({ workflowId: child }) => `child ${child}`);
  const tasks = raw.pendingWorkflowTask == null ? [] : ['a workflow task, so perhaps no worker runs'];
  return `pending: ${[...tasks, ...activities, ...children].join(', ') || 'nothing'}`;
};
