import type { WorkflowHandle } from '@temporalio/client';
import proto from '@temporalio/proto';

const { EventType } = proto.temporal.api.enums.v1;
type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent;

export interface Cost {
  actions: number;
  events: number;
  /** The billable ones by name, in the order of their first. */
  names: Record<string, number>;
}

/** Only a run whose time is skipped has these. */
const ofTimeSkipping = new Set([
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED,
]);

/** What Temporal Cloud bills as Actions. */
const billed = new Map([
  [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED, 'start'],
  [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED, 'signal'],
  [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED, 'update'],
  [EventType.EVENT_TYPE_TIMER_STARTED, 'timer'],
  [EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED, 'activity'],
  [EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES, 'upsert'],
  [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW, 'continue as new'],
]);

const billedAs = ({ eventType, eventId, ...event }: HistoryEvent): string | undefined => {
  // A signal that came with the start is one with it, and the upsert that records a patch is free.
  if (!eventType || (billed.get(eventType) === 'signal' && Number(eventId) === 2)) return undefined;
  const upserted = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields ?? {};
  if ('TemporalChangeVersion' in upserted) return undefined;
  return event.activityTaskScheduledEventAttributes?.activityType?.name ?? billed.get(eventType);
};

/** The steps of the run that held local activities: each is one Action, whatever the number of them. */
const localActivitySteps = (events: HistoryEvent[]): number =>
  new Set(
    events
      .map(({ markerRecordedEventAttributes: marker }) => marker)
      .filter((marker) => marker?.markerName === 'core_local_activity')
      .map((marker) => String(marker?.workflowTaskCompletedEventId)),
  ).size;

const retriesOf = ({ activityTaskStartedEventAttributes: started }: HistoryEvent): number =>
  Math.max((started?.attempt ?? 1) - 1, 0);

export const costOf = async (run: WorkflowHandle): Promise<Cost> => {
  const history = (await run.fetchHistory()).events ?? [];
  const events = history.filter(({ eventType }) => !eventType || !ofTimeSkipping.has(eventType));
  const names: Record<string, number> = {};
  const bill = (name: string, count = 1) => (names[name] = (names[name] ?? 0) + count);
  for (const event of events) {
    const name = billedAs(event);
    if (name !== undefined) bill(name);
    if (retriesOf(event) > 0) bill('retry', retriesOf(event));
  }
  const local = localActivitySteps(events);
  if (local > 0) bill('local activity', local);
  const actions = Object.values(names).reduce((sum, count) => sum + count, 0);
  return { actions, events: events.length, names };
};
