import type { Client } from '@temporalio/client';
import pLimit from 'p-limit';
import { staffDigestWorkflowId } from '../domain/ids.ts';
import { severityOf } from '../domain/live-code.ts';
import { readChains, type Chain } from '../local/story-report.ts';
import type { StoryClock } from '../local/story-clock.ts';
import { readOutgoing } from '../temporal/read-outgoing.ts';
import type { Tally } from './tally.ts';

/** What came of one reservation. Instants are epoch milliseconds. */
export interface RunOutcome {
  workflowId: string;
  state: string;
  /** Of the doors it wants: since when each has the code that serves the stay, null where it has none. */
  doors: { doorId: string; codeMadeAt: number | null }[];
  /** When staff were told that something is amiss. */
  raisedAt: number[];
  problems: string[];
}

interface Counts {
  codes: number;
  orphans: { byCause: Record<string, number>; bySeverity: Record<string, number>; delivered: number };
  /** Messages with codes by channel, and those to staff. */
  messages: { codes: Record<string, number>; staff: Record<string, number>; failed: number };
}

export interface ReadRuns extends Counts {
  runs: Map<string, RunOutcome>;
}

const READ_AT_ONCE = 8;

/** Reads every run's end and history, one after the other, and keeps little of each. */
export const readRuns = async (
  client: Client,
  clock: StoryClock,
  taskQueue: string,
  workflowIds: string[],
  tally: Tally,
): Promise<ReadRuns> => {
  const read: ReadRuns = {
    runs: new Map(),
    codes: 0,
    orphans: { byCause: {}, bySeverity: {}, delivered: 0 },
    messages: { codes: {}, staff: {}, failed: 0 },
  };
  await pLimit(READ_AT_ONCE).map(workflowIds, async (workflowId) => {
    const chains = await readChains(client, workflowId, clock.chainsOf(workflowId));
    const outcome = outcomeOf(workflowId, chains);
    if (outcome) read.runs.set(workflowId, outcome);
    for (const notice of chains.flatMap(({ notices }) => notices)) tally.noteNotice(notice);
    count(read, chains);
  });
  const gatheringId = staffDigestWorkflowId(taskQueue);
  for (const firstRunId of clock.chainsOf(gatheringId)) {
    const { digests } = await readOutgoing(client, gatheringId, firstRunId);
    for (const { sent, failed } of digests) {
      for (const channel of sent) add(read.messages.staff, channel);
      read.messages.failed += failed.length;
    }
  }
  return read;
};

const outcomeOf = (workflowId: string, chains: Chain[]): RunOutcome | null => {
  const state = chains.at(-1)?.state;
  if (!state) return null;
  return {
    workflowId,
    state: state.status,
    doors: state.doors
      .filter((door) => door.state !== 'cancelled')
      .map(({ doorId, code }) => ({ doorId, codeMadeAt: code ? Date.parse(code.createdAt) : null })),
    raisedAt: chains.flatMap(({ notices }) =>
      notices.filter(({ kind }) => kind !== 'live_code').map(({ raisedAt }) => Date.parse(raisedAt)),
    ),
    problems: state.doors.flatMap(({ problems }) => problems.map(({ reason }) => reason)),
  };
};

const count = (counts: Counts, chains: Chain[]): void => {
  const { orphans, messages } = counts;
  const doors = chains.flatMap(({ state }) => state.doors);
  const live = doors.flatMap(({ orphanedCodes }) => orphanedCodes);
  const deliveries = chains.flatMap((chain) => chain.deliveries);
  counts.codes += new Set([
    ...doors.flatMap(({ code }) => code?.accessCodeId ?? []),
    ...live.map(({ code }) => code.accessCodeId),
    ...deliveries.flatMap(({ codes }) => codes.map(({ accessCodeId }) => accessCodeId)),
  ]).size;
  for (const one of live) {
    add(orphans.byCause, one.cause);
    add(orphans.bySeverity, severityOf(one));
    if (one.wasDelivered) orphans.delivered += 1;
  }
  for (const { sent, failed } of deliveries) {
    for (const channel of sent) add(messages.codes, channel);
    messages.failed += failed.length;
  }
};

const add = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1;
};
