import type { Client } from '@temporalio/client';
import { listExecutions } from './list-executions.ts';
import { listedReservation, type ListedReservation } from './listed-reservation.ts';
import { quoted } from './query-text.ts';

export interface ArrivalsWanted {
  /** Null: those of every property. */
  propertyIds: readonly string[] | null;
  /** UTC, ISO 8601; `to` is not included. */
  from: string;
  to: string;
}

export interface Arrivals {
  /** By arrival, then by reservation. */
  rows: ListedReservation[];
  /** False where there are more than `LONGEST`: those that were started last are shown. */
  isComplete: boolean;
  /** How often Temporal was asked: once for every thousand rows. */
  requests: number;
}

/** A page of a web browser has long become useless. */
const LONGEST = 10_000;

/**
 * Reservations that arrive within a time and are not cancelled, from the visibility store and the runs' memos alone: no
 * run is asked. A run whose zone nobody knows yet is listed by the earliest arrival it can have.
 */
export const listArrivals = async (
  client: Client,
  { propertyIds, from, to }: ArrivalsWanted,
  pageSize?: number,
): Promise<Arrivals> => {
  const arrivals: Arrivals = { rows: [], isComplete: true, requests: 0 };
  // An empty list of values is no query.
  if (propertyIds?.length === 0) return arrivals;
  const query = [
    "WorkflowType = 'reservationWorkflow'",
    "ExecutionStatus = 'Running'",
    "AccessStatus != 'cancelled'",
    ...(propertyIds === null ? [] : [`PropertyId IN (${propertyIds.map(quoted).join(', ')})`]),
    `ArrivalAt >= ${quoted(from)}`,
    `ArrivalAt < ${quoted(to)}`,
  ].join(' AND ');
  for await (const page of listExecutions(client, query, pageSize)) {
    arrivals.requests += 1;
    const rows = await Promise.all(page.map((execution) => listedReservation(client, execution)));
    arrivals.rows.push(...rows.filter((row) => row !== null));
    if (arrivals.rows.length > LONGEST) {
      arrivals.isComplete = false;
      break;
    }
  }
  arrivals.rows.sort(byArrival);
  return arrivals;
};

const byArrival = (a: ListedReservation, b: ListedReservation): number =>
  compare(a.arrivalAt ?? '', b.arrivalAt ?? '') || compare(a.workflowId, b.workflowId);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
