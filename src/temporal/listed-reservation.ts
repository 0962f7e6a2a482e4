import type { Client } from '@temporalio/client';
import type { ListedDoor, ListedLiveCode, ListMemo } from '../domain/list-memo.ts';
import type { Stay } from '../domain/reservation.ts';
import { memoOf } from './read-list-memo.ts';
import { summaryOf, type Execution, type RunSummary } from './run-summary.ts';

/** A run as a list shows it to people, from search attributes and memo: without asking the run. */
export interface ListedReservation extends Omit<RunSummary, 'doorIds'> {
  workflowId: string;
  runId: string;
  guestName: string | null;
  /** Lock-local; null where there is no memo to read. */
  stay: Stay | null;
  timeZone: string | null;
  /** Without a memo every door the run ever had, by id alone. */
  doors: ListedDoor[];
  liveCodes: ListedLiveCode[];
  /** `none` and `unreadable`: ids are all there is to show. */
  memo: 'read' | 'none' | 'unreadable';
}

/** Null for a run that is no reservation. */
export const listedReservation = async (
  client: Client,
  execution: Execution,
): Promise<ListedReservation | null> => {
  const summary = summaryOf(execution);
  if (!summary) return null;
  const { doorIds, ...rest } = summary;
  const read = await memoOf(client, execution);
  return {
    ...rest,
    workflowId: execution.execution?.workflowId ?? '',
    runId: execution.execution?.runId ?? '',
    ...(read.memo ? shownOf(read.memo) : byIds(doorIds)),
    memo: read.memo ? 'read' : read.whyNone,
  };
};

const shownOf = ({ guestName, stay, timeZone, doors, liveCodes }: ListMemo) => ({
  guestName,
  stay,
  timeZone,
  doors,
  liveCodes,
});

const byIds = (doorIds: string[]) => ({
  guestName: null,
  stay: null,
  timeZone: null,
  doors: doorIds.map((doorId) => ({ doorId, name: null, opensAt: null, closesAt: null, trouble: null })),
  liveCodes: [],
});
