import type { Client } from '@temporalio/client';
import type proto from '@temporalio/proto';

/** Something that happened to a run, by the name of the message or step. Holds nothing of what it said. */
export interface Happening {
  /** UTC. */
  at: string;
  kind: 'started' | 'message' | 'step_done' | 'step_failed' | 'ended';
  /** `applyReservation`, `issueAccessCode`; empty for start and end. */
  name: string;
}

export interface Story {
  /** Newest first. */
  happenings: Happening[];
  /** False where the run's history is longer, or goes back to an earlier part of the run. */
  isWhole: boolean;
}

const EVENTS = 300;

/** The last of what happened to a run, from its history, in one request. No payload is read. */
export const readStory = async (client: Client, workflowId: string): Promise<Story> => {
  const { history, nextPageToken } = await client.workflowService.getWorkflowExecutionHistoryReverse({
    namespace: client.options.namespace,
    execution: { workflowId },
    maximumPageSize: EVENTS,
  });
  const events = history?.events ?? [];
  const steps = new Map(
    events.flatMap((event) => {
      const name = event.activityTaskScheduledEventAttributes?.activityType?.name;
      return name ? [[String(event.eventId), name] as const] : [];
    }),
  );
  const happenings = events.flatMap((event) => happeningOf(event, steps) ?? []);
  const first = events.at(-1)?.workflowExecutionStartedEventAttributes;
  return { happenings, isWhole: nextPageToken.length === 0 && !first?.continuedExecutionRunId };
};

type Event = proto.temporal.api.history.v1.IHistoryEvent;

const happeningOf = (event: Event, steps: ReadonlyMap<string, string>): Happening | null => {
  const at = timeOf(event);
  const done = event.activityTaskCompletedEventAttributes;
  const failed = event.activityTaskFailedEventAttributes ?? event.activityTaskTimedOutEventAttributes;
  const ended =
    event.workflowExecutionCompletedEventAttributes ?? event.workflowExecutionFailedEventAttributes;
  const message =
    event.workflowExecutionSignaledEventAttributes?.signalName ??
    event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.name;
  if (message) return { at, kind: 'message', name: message };
  const step = steps.get(String((done ?? failed)?.scheduledEventId));
  if (step) return { at, kind: done ? 'step_done' : 'step_failed', name: step };
  const start = event.workflowExecutionStartedEventAttributes;
  if (start) return start.continuedExecutionRunId ? null : { at, kind: 'started', name: '' };
  return ended ? { at, kind: 'ended', name: '' } : null;
};

const timeOf = ({ eventTime }: Event): string =>
  new Date(Number(eventTime?.seconds ?? 0) * 1000 + (eventTime?.nanos ?? 0) / 1e6).toISOString();
