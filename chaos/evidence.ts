import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import pLimit from 'p-limit';
import type { ReservationState } from '../src/domain/reservation-state.ts';
import { reservationWorkflowId } from '../src/domain/ids.ts';
import { listExecutions } from '../src/temporal/list-executions.ts';
import { amongReservations } from '../src/temporal/list-runs.ts';
import { readOutgoing, type Outgoing } from '../src/temporal/read-outgoing.ts';
import { reservationStateQuery } from '../src/workflows/messages.ts';
import type { Booking } from './season.ts';

/** What Seam really did, from the simulator's own memory. */
export interface SeamCode {
  access_code_id: string;
  device_id: string;
  name: string;
  code: string | null;
  ends_at: string | null;
  removed_at: string | null;
}

interface SeamRequest {
  path: string;
  status: number | null;
  faults: string[];
  connection_cut: boolean;
  created_access_code_id: string | null;
}

export interface SeamState {
  now: string;
  access_codes: SeamCode[];
  requests: SeamRequest[];
  deliveries: { outcome: string }[];
}

/** One reservation as its run has it. */
export interface Followed extends Pick<Outgoing, 'notices' | 'deliveries'> {
  workflowId: string;
  execution: string;
  state: ReservationState;
}

const AT_ONCE = 10;

export const readSeam = async (simulatorUrl: string): Promise<SeamState> =>
  (await (await fetch(`${simulatorUrl}/_sim/state`)).json()) as SeamState;

/** Ids of all reservations' runs. Asked until two lists agree: the list lags behind the runs by a moment. */
export const readRunIds = async (client: Client): Promise<string[]> => {
  for (let before = -1; ; await pause(1_000)) {
    const ids = new Set<string>();
    for await (const page of listExecutions(client, amongReservations('')))
      for (const { execution } of page) ids.add(execution?.workflowId ?? '');
    if (ids.size === before) return [...ids];
    before = ids.size;
  }
};

/** By reservation id; those without a run are left out. */
export const readFollowed = async (
  client: Client,
  bookings: readonly Booking[],
): Promise<Map<string, Followed>> => {
  const followed = new Map<string, Followed>();
  await pLimit(AT_ONCE).map([...bookings], async ({ key }) => {
    const workflowId = reservationWorkflowId(key);
    const description = await client.workflow
      .getHandle(workflowId)
      .describe()
      .catch(() => null);
    if (!description) return;
    const firstRunId = description.raw.workflowExecutionInfo?.firstRunId ?? description.runId;
    const { notices, deliveries, lastRunId } = await readOutgoing(client, workflowId, firstRunId);
    const state = await client.workflow.getHandle(workflowId, lastRunId).query(reservationStateQuery);
    followed.set(key.reservationId, {
      workflowId,
      execution: description.status.name,
      state,
      notices,
      deliveries,
    });
  });
  return followed;
};

/** `staykey <source>/<property>/<reservation> #<version>`, as the code is named. */
export const reservationOf = (code: SeamCode | undefined): string =>
  decodeURIComponent(/^staykey .*\/([^/]+) #\d+$/.exec(code?.name ?? '')?.[1] ?? '');
