import type { Client } from '@temporalio/client';
import { severityOf, type Closing, type LiveCode } from '../domain/live-code.ts';
import type { Severity, StaffNotice } from '../domain/outgoing.ts';
import type { ReservationState } from '../domain/reservation-state.ts';
import { readOutgoing, type DeliveryRecord, type Outgoing } from '../temporal/read-outgoing.ts';
import { reservationStateQuery } from '../workflows/messages.ts';
import { reportEntries, type ReportEntry } from './report.ts';

/** What staff were told of a door. */
type ReportedNotice = Pick<StaffNotice, 'id' | 'kind' | 'severity' | 'cause' | 'text' | 'options'> & {
  raisedAt: string;
};

interface ReportedDelivery {
  at: string;
  accessCodeId: string;
  /** Channels that took the message, and those that did not. */
  sent: string[];
  failed: string[];
}

/** A code that opened the door and was not wanted as it was. */
interface ReportedLiveCode {
  noticeId: string;
  accessCodeId: string;
  cause: LiveCode['cause'];
  severity: Severity;
  wasDelivered: boolean;
  startsAt: string | null;
  endsAt: string | null;
  /** Null while it is open. */
  closed: Closing | null;
}

/** The usual entry of a reservation and door, and what was told of it over the whole story. */
export interface StoryEntry extends ReportEntry {
  staffNotices: ReportedNotice[];
  deliveries: ReportedDelivery[];
  liveCodes: ReportedLiveCode[];
}

export interface Chain extends Outgoing {
  state: ReservationState;
}

/**
 * One reservation over all its runs: one that is cancelled and booked again has several. States are those of the last;
 * `chains` are their first runs.
 */
export const readTold = async (
  client: Client,
  workflowId: string,
  firstRunIds: string[],
): Promise<{ state: ReservationState; entries: StoryEntry[] } | null> => {
  const chains = await readChains(client, workflowId, firstRunIds);
  const state = chains.at(-1)?.state;
  if (!state) return null;
  return { state, entries: reportEntries(workflowId, state).map((entry) => storyEntry(entry, chains)) };
};

/** What each chain of runs told people, and its last state. */
export const readChains = async (
  client: Client,
  workflowId: string,
  firstRunIds: string[],
): Promise<Chain[]> => {
  const chains: Chain[] = [];
  for (const firstRunId of firstRunIds) {
    const outgoing = await readOutgoing(client, workflowId, firstRunId);
    const state = await client.workflow
      .getHandle(workflowId, outgoing.lastRunId)
      .query(reservationStateQuery);
    chains.push({ ...outgoing, state });
  }
  return chains;
};

const storyEntry = (entry: ReportEntry, chains: Chain[]): StoryEntry => ({
  ...entry,
  staffNotices: chains
    .flatMap(({ notices }) => notices.filter(({ doorId }) => doorId === entry.doorId))
    .map(({ id, kind, severity, cause, text, options, raisedAt }) => ({
      id,
      kind,
      severity,
      cause,
      text,
      options,
      raisedAt,
    })),
  deliveries: chains
    .flatMap(({ deliveries }) => deliveries)
    .flatMap((delivery) => ofDoor(delivery, entry.doorId)),
  liveCodes: chains
    .flatMap(({ state }) => state.doors.filter(({ doorId }) => doorId === entry.doorId))
    .flatMap(({ orphanedCodes }) => orphanedCodes.map(reportLiveCode)),
});

const ofDoor = ({ at, codes, sent, failed }: DeliveryRecord, doorId: string | null): ReportedDelivery[] =>
  codes
    .filter((code) => code.doorId === doorId)
    .map(({ accessCodeId }) => ({ at, accessCodeId, sent, failed }));

const reportLiveCode = (live: LiveCode): ReportedLiveCode => ({
  noticeId: live.noticeId,
  accessCodeId: live.code.accessCodeId,
  cause: live.cause,
  severity: severityOf(live),
  wasDelivered: live.wasDelivered,
  startsAt: live.code.startsAt,
  endsAt: live.code.endsAt,
  closed: live.closed,
});
