import type { Client } from '@temporalio/client';
import type { ReservationState } from '../domain/reservation-state.ts';
import { codesOfMemo, codesOfState, type DoorCode } from './door-codes.ts';
import { listExecutions } from './list-executions.ts';
import { listedReservation, type ListedReservation } from './listed-reservation.ts';
import { quoted } from './query-text.ts';
import { readReservationStates } from './reservation-states.ts';

interface Wanted {
  /** A Seam device id. */
  doorId: string;
  /** Null: reservations of every property. */
  propertyIds: readonly string[] | null;
  /** UTC, ISO 8601. */
  from: string;
  to: string;
}

export interface DoorStays {
  /** Running and not cancelled, by arrival. */
  stays: ListedReservation[];
  /** Codes that open the door within that time: of these stays, and of cancelled, changed or ended ones. */
  codes: DoorCode[];
  /** Workflow ids of runs that hold codes and gave no answer: what they hold is not among `codes`, but for the memo. */
  unanswered: string[];
}

/** Codes exist for a week before a stay and during it: one door's runs that hold any are a handful. */
const MOST_ASKED = 50;
/** A code opens its door for 31 days at most, and is made so long before that no issue window is longer. */
const LONGEST_LIFE_MS = 62 * 86_400_000;

/**
 * Who is to stay behind a door within a time, and which codes open it then. Stays are listed as arrivals are. Codes are
 * asked of the runs that hold any: what a code really covers is not worth an event in every run's history.
 */
export const listDoorStays = async (client: Client, wanted: Wanted): Promise<DoorStays> => {
  if (wanted.propertyIds?.length === 0) return { stays: [], codes: [], unanswered: [] };
  const running = await rowsOf(client, runningOf(wanted));
  const ended = await rowsOf(client, endedOf(wanted));
  const holders = running.filter(({ accessCodeIds }) => accessCodeIds.length > 0);
  const asked = holders.slice(0, MOST_ASKED).map(({ workflowId }) => workflowId);
  const states = await readReservationStates(client, asked);
  const codes = [...holders, ...ended].flatMap((row) =>
    codesOf(row, states.get(row.workflowId), wanted.doorId),
  );
  return {
    stays: running.filter(
      (row) => row.status !== 'cancelled' && isWithin(row.arrivalAt, row.departureAt, wanted),
    ),
    codes: codes.filter(({ startsAt, endsAt }) => isWithin(startsAt, endsAt, wanted)),
    unanswered: holders.map(({ workflowId }) => workflowId).filter((workflowId) => !states.has(workflowId)),
  };
};

const rowsOf = async (client: Client, query: string): Promise<ListedReservation[]> => {
  const rows: ListedReservation[] = [];
  for await (const page of listExecutions(client, query)) {
    const read = await Promise.all(page.map((execution) => listedReservation(client, execution)));
    rows.push(...read.filter((row) => row !== null));
  }
  return rows.sort((a, b) => (a.arrivalAt ?? '').localeCompare(b.arrivalAt ?? ''));
};

const ofDoor = ({ doorId, propertyIds }: Wanted): string[] => [
  "WorkflowType = 'reservationWorkflow'",
  `DeviceIds = ${quoted(doorId)}`,
  ...(propertyIds === null ? [] : [`PropertyId IN (${propertyIds.map(quoted).join(', ')})`]),
];

// A stay that was moved away may have left a code behind that opens the door within that time.
const runningOf = (wanted: Wanted): string =>
  [
    ...ofDoor(wanted),
    "ExecutionStatus = 'Running'",
    `((ArrivalAt < ${quoted(wanted.to)} AND DepartureAt > ${quoted(wanted.from)}) OR AccessCodeIds IS NOT NULL)`,
  ].join(' AND ');

const endedOf = (wanted: Wanted): string =>
  [
    ...ofDoor(wanted),
    "ExecutionStatus != 'Running'",
    "ExecutionStatus != 'ContinuedAsNew'",
    'AccessCodeIds IS NOT NULL',
    `CloseTime > ${quoted(new Date(Date.parse(wanted.from) - LONGEST_LIFE_MS).toISOString())}`,
  ].join(' AND ');

const codesOf = (row: ListedReservation, state: ReservationState | undefined, doorId: string): DoorCode[] =>
  state ? codesOfState(row, state, doorId) : codesOfMemo(row, doorId);

const isWithin = (start: string | null, end: string | null, { from, to }: Wanted): boolean =>
  (start === null || Date.parse(start) < Date.parse(to)) &&
  (end === null || Date.parse(end) > Date.parse(from));
