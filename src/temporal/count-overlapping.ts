import type { Client } from '@temporalio/client';
import { listExecutions } from './list-executions.ts';
import { listedReservation } from './listed-reservation.ts';
import { quoted } from './query-text.ts';
import { summaryOf, type Execution } from './run-summary.ts';

/** More doors than that are not asked for: a host with so many open notices has been told. */
const MOST_DOORS = 100;

/**
 * Of runs with live codes that nobody wants, how many have one that opens a door behind which somebody else is to stay from now
 * on. At most one request. Codes whose notice was acknowledged count with the others of such a run.
 */
export const countOverlapping = async (
  client: Client,
  runs: readonly Execution[],
  nowMs: number,
): Promise<number> => {
  const holders = await codesOf(client, runs, nowMs);
  const doors = [...new Set(holders.map(({ doorId }) => doorId))].slice(0, MOST_DOORS);
  if (doors.length === 0) return 0;
  const stays = await staysBehind(client, doors, nowMs);
  const overlapping = holders.filter(({ workflowId, doorId, from, to }) =>
    stays.some(
      (stay) =>
        stay.workflowId !== workflowId &&
        stay.doorIds.includes(doorId) &&
        stay.arrivesAt < to &&
        stay.departsAt > from,
    ),
  );
  return new Set(overlapping.map(({ workflowId }) => workflowId)).size;
};

/** Live codes that open a door yet, epoch milliseconds. */
const codesOf = async (client: Client, runs: readonly Execution[], nowMs: number) => {
  const rows = await Promise.all(runs.map((run) => listedReservation(client, run)));
  return rows.flatMap((row) =>
    (row?.liveCodes ?? [])
      .map(({ doorId, startsAt, endsAt }) => ({
        workflowId: row?.workflowId,
        doorId,
        from: Math.max(startsAt === null ? nowMs : Date.parse(startsAt), nowMs),
        to: endsAt === null ? Infinity : Date.parse(endsAt),
      }))
      .filter(({ to }) => to > nowMs),
  );
};

const staysBehind = async (client: Client, doors: string[], nowMs: number) => {
  const query = [
    "WorkflowType = 'reservationWorkflow'",
    "ExecutionStatus = 'Running'",
    "AccessStatus != 'cancelled'",
    `DeviceIds IN (${doors.map(quoted).join(', ')})`,
    `DepartureAt > '${new Date(nowMs).toISOString()}'`,
  ].join(' AND ');
  for await (const page of listExecutions(client, query)) {
    return page.flatMap((execution) => {
      const { arrivalAt, departureAt, doorIds = [] } = summaryOf(execution) ?? {};
      if (!arrivalAt || !departureAt) return [];
      const workflowId = execution.execution?.workflowId;
      return [{ workflowId, doorIds, arrivesAt: Date.parse(arrivalAt), departsAt: Date.parse(departureAt) }];
    });
  }
  return [];
};
