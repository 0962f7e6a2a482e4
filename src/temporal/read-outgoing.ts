import type { Client } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';
import { tsToDate } from '@temporalio/common/lib/time.js';
import type proto from '@temporalio/proto';
import type { Delivery, Outcome } from '../activities/deliver-codes.ts';
import type { StaffNotice } from '../domain/outgoing.ts';

type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent;
type Payloads = proto.temporal.api.common.v1.IPayloads;

/** One attempt to tell guest and PMS: which codes, and which channels took it. */
export interface DeliveryRecord {
  at: string;
  codes: { doorId: string; accessCodeId: string }[];
  sent: string[];
  failed: string[];
}

/** What a run told people, from its history: notices raised for staff, messages to guest and PMS, and to staff. */
export interface Outgoing {
  notices: (StaffNotice & { raisedAt: string })[];
  deliveries: DeliveryRecord[];
  /** Attempts of the run that gathers notices: which channels took the message. */
  digests: Pick<Outcome, 'sent' | 'failed'>[];
  /** The last run of the chain. */
  lastRunId: string;
}

/** Through all runs of the chain that starts with `firstRunId`. */
export const readOutgoing = async (
  client: Client,
  workflowId: string,
  firstRunId: string,
): Promise<Outgoing> => {
  const outgoing: Outgoing = { notices: [], deliveries: [], digests: [], lastRunId: firstRunId };
  for (let runId: string | null | undefined = firstRunId; runId;) {
    const events: HistoryEvent[] =
      (await client.workflow.getHandle(workflowId, runId).fetchHistory()).events ?? [];
    await gather(client, events, outgoing);
    outgoing.lastRunId = runId;
    runId = events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
  return outgoing;
};

const gather = async (
  client: Client,
  events: HistoryEvent[],
  { notices, deliveries, digests }: Outgoing,
): Promise<void> => {
  const decode = (payloads: Payloads | null | undefined) =>
    decodeArrayFromPayloads(client.options.loadedDataConverter, payloads?.payloads);
  const scheduled = new Map<string, HistoryEvent>();
  for (const event of events) {
    const activity = event.activityTaskScheduledEventAttributes;
    if (activity) scheduled.set(String(event.eventId), event);
    const at = event.eventTime ? tsToDate(event.eventTime).toISOString() : '';
    if (activity?.activityType?.name === 'raiseNotices') {
      const [raised] = (await decode(activity.input)) as [StaffNotice[]];
      notices.push(...raised.map((notice) => ({ ...notice, raisedAt: at })));
    }
    const completed = event.activityTaskCompletedEventAttributes;
    const began = scheduled.get(String(completed?.scheduledEventId))?.activityTaskScheduledEventAttributes;
    const name = completed && began?.activityType?.name;
    if (name === 'sendDigest') {
      const [{ sent, failed }] = (await decode(completed?.result)) as [Outcome];
      digests.push({ sent, failed });
    }
    if (!completed || !began || name !== 'deliverCodes') continue;
    const [{ doors }] = (await decode(began.input)) as [Delivery];
    const [{ sent, failed }] = (await decode(completed.result)) as [Outcome];
    const codes = doors.flatMap(({ doorId, accessCodeId }) =>
      accessCodeId === null ? [] : [{ doorId, accessCodeId }],
    );
    deliveries.push({ at, codes, sent, failed });
  }
};
