import type { Client } from '@temporalio/client';
import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';
import type proto from '@temporalio/proto';

export type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent;
type Payloads = proto.temporal.api.common.v1.IPayloads | null | undefined;

/** Something that happened to a run, by the name of the message or step. */
export interface Happening {
  /** UTC. */
  at: string;
  /** `continued`: here the run goes on from an earlier part of itself. */
  kind: 'started' | 'continued' | 'message' | 'step_done' | 'step_failed' | 'ended';
  /** `applyReservation`, `issueAccessCode`; empty for start and end. */
  name: string;
  /** What was said with it, its first argument. Undefined where there is none, or it can't be read here. */
  input: unknown;
  /** What came of a step that is done; undefined like `input`. */
  result: unknown;
}

/** Of the events of one part of a run, newest first, those that mean something; in the same order. */
export const happeningsOf = async (client: Client, events: HistoryEvent[]): Promise<Happening[]> => {
  const scheduled = new Map(
    events.flatMap((event) => {
      const step = event.activityTaskScheduledEventAttributes;
      return step ? [[String(event.eventId), step] as const] : [];
    }),
  );
  const found = await Promise.all(
    events.map(async (event) => {
      const raw = rawOf(event, scheduled) ?? (await localStepOf(client, event));
      if (!raw) return null;
      const { kind, name, input, result } = raw;
      const [said, came] = await Promise.all([read(client, input), read(client, result)]);
      return { at: timeOf(event), kind, name, input: said, result: came };
    }),
  );
  return found.filter((one) => one !== null);
};

interface Raw extends Pick<Happening, 'kind' | 'name'> {
  input?: Payloads;
  result?: Payloads;
}

type Scheduled = ReadonlyMap<string, proto.temporal.api.history.v1.IActivityTaskScheduledEventAttributes>;

const rawOf = (event: HistoryEvent, scheduled: Scheduled): Raw | null => {
  const start = event.workflowExecutionStartedEventAttributes;
  if (start) {
    return { kind: start.continuedExecutionRunId ? 'continued' : 'started', name: '', input: start.input };
  }
  const signal = event.workflowExecutionSignaledEventAttributes;
  if (signal) return { kind: 'message', name: signal.signalName ?? '', input: signal.input };
  const update = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
  if (update) return { kind: 'message', name: update.name ?? '', input: update.args };
  const done = event.activityTaskCompletedEventAttributes;
  const failed = event.activityTaskFailedEventAttributes ?? event.activityTaskTimedOutEventAttributes;
  const step = scheduled.get(String((done ?? failed)?.scheduledEventId));
  if (step) {
    const { activityType, input } = step;
    return {
      kind: done ? 'step_done' : 'step_failed',
      name: activityType?.name ?? '',
      input,
      result: done?.result,
    };
  }
  const isEnd =
    event.workflowExecutionCompletedEventAttributes ?? event.workflowExecutionFailedEventAttributes;
  return isEnd ? { kind: 'ended', name: '' } : null;
};

/** A step inside the run's own task leaves a marker, with what came of it and not what was said. */
const localStepOf = async (
  client: Client,
  { markerRecordedEventAttributes: marker }: HistoryEvent,
): Promise<Raw | null> => {
  // One that failed is done anew as a step of its own.
  if (marker?.markerName !== 'core_local_activity' || marker.failure) return null;
  const data = (await read(client, marker.details?.['data'])) as { activity_type?: string } | undefined;
  return { kind: 'step_done', name: data?.activity_type ?? '', result: marker.details?.['result'] };
};

// Under a key that is not known here, or not of our making: no error, as the rest can be told.
const read = async (client: Client, payloads: Payloads): Promise<unknown> =>
  payloads?.payloads?.length
    ? decodeFromPayloadsAtIndex(client.options.loadedDataConverter, 0, payloads.payloads).catch(
        () => undefined,
      )
    : undefined;

const timeOf = ({ eventTime }: HistoryEvent): string =>
  new Date(Number(eventTime?.seconds ?? 0) * 1000 + (eventTime?.nanos ?? 0) / 1e6).toISOString();
