import { setTimeout as pause } from 'node:timers/promises';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import type proto from '@temporalio/proto';
import { virtualNowOf } from './virtual-time.ts';

type History = proto.temporal.api.history.v1.IHistory;

/** What a run does next by itself. Instants are epoch milliseconds of the run's own time. */
export interface Agenda {
  /** The first run of its chain: the same over all that continued as new. */
  firstRunId: string;
  isOver: boolean;
  now: number;
  /** Its next timer or its next attempt at an activity; null where it waits only for others. */
  dueAt: number | null;
}

const LOOK_EVERY_MS = 20;
const PATIENCE_MS = 10 * 60_000;

/**
 * Waits until nothing is under way in the run (a workflow task, an activity, a timer that is due) and says what it waits
 * for then; not before it has reached `from`, in its own time.
 * @throws when that takes more than ten minutes of real time
 */
export const quietAgenda = async (client: Client, workflowId: string, from = -Infinity): Promise<Agenda> => {
  for (const deadline = Date.now() + PATIENCE_MS; ; await pause(LOOK_EVERY_MS)) {
    const agenda = await agendaOf(client, workflowId);
    if (agenda && (agenda.isOver || agenda.now >= from)) return agenda;
    if (Date.now() > deadline)
      throw new Error(`${workflowId} was still busy after ${PATIENCE_MS / 60_000} min`);
  }
};

/** Null while something is under way. */
const agendaOf = async (client: Client, workflowId: string): Promise<Agenda | null> => {
  const handle = client.workflow.getHandle(workflowId);
  const description = await handle.describe();
  const now = virtualNowOf(description).getTime();
  const firstRunId = description.raw.workflowExecutionInfo?.firstRunId ?? description.runId;
  if (description.status.name !== 'RUNNING') return { firstRunId, isOver: true, now, dueAt: null };

  const retries = nextAttempts(description, now);
  if (retries === null || description.raw.pendingWorkflowTask != null) return null;
  const history = await client.workflow.getHandle(workflowId, description.runId).fetchHistory();
  const hasMovedOn = history.events?.length !== description.historyLength;
  if (hasMovedOn || !hasBegun(history)) return null;

  const dues = [...openTimers(history), ...retries];
  if (dues.some((dueAt) => dueAt <= now)) return null;
  return { firstRunId, isOver: false, now, dueAt: dues.length > 0 ? Math.min(...dues) : null };
};

/** When activities are tried again; null while one is under way. */
const nextAttempts = ({ raw }: WorkflowExecutionDescription, now: number): number[] | null => {
  const attempts = (raw.pendingActivities ?? []).map(({ nextAttemptScheduleTime }) =>
    nextAttemptScheduleTime == null ? 0 : Math.ceil(tsToMs(nextAttemptScheduleTime)),
  );
  return attempts.every((at) => at > now) ? attempts : null;
};

// Between the end of a start delay and the first workflow task nothing else tells that the run is about to act.
const hasBegun = ({ events }: History): boolean =>
  (events ?? []).some(({ workflowTaskCompletedEventAttributes: completed }) => completed != null);

const openTimers = ({ events }: History): number[] => {
  const open = new Map<string, number>();
  for (const event of events ?? []) {
    const { timerStartedEventAttributes: started } = event;
    if (started?.timerId) {
      open.set(started.timerId, Math.ceil(tsToMs(event.eventTime) + tsToMs(started.startToFireTimeout)));
    }
    const ended = event.timerFiredEventAttributes ?? event.timerCanceledEventAttributes;
    if (ended?.timerId) open.delete(ended.timerId);
  }
  return [...open.values()];
};
