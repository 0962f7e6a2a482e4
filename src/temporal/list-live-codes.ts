import type { Client } from '@temporalio/client';
import { listedReservation, type ListedReservation } from './listed-reservation.ts';
import { listExecutions } from './list-executions.ts';
import { quoted } from './query-text.ts';

/** Runs with a live code that somebody must decide about, newest first; cancelled ones too. At most a thousand. */
export const listLiveCodes = async (
  client: Client,
  propertyIds: readonly string[] | null,
): Promise<ListedReservation[]> => {
  if (propertyIds?.length === 0) return [];
  const query = [
    "WorkflowType = 'reservationWorkflow'",
    "ExecutionStatus = 'Running'",
    "Attention = 'live_code'",
    ...(propertyIds === null ? [] : [`PropertyId IN (${propertyIds.map(quoted).join(', ')})`]),
  ].join(' AND ');
  for await (const page of listExecutions(client, query)) {
    const rows = await Promise.all(page.map((execution) => listedReservation(client, execution)));
    return rows.filter((row) => row !== null);
  }
  return [];
};
