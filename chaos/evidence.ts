import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import pLimit from 'p-limit';
import type { ReservationState } from '../src/domain/reservation-state.ts';
import { reservationWorkflowId } from '../src/domain/ids.ts';
import { listExecutions } from '../src/temporal/list-executions.ts';
import { amongReservations } from '../src/temporal/list-runs.ts';
import { readOutgoing, type Outgoing } from '../src/temporal/read-outgoing.ts';
import { reservationStateQuery } from '../src/workflows/messages.ts';
import type { Mail, PmsEvent, Receivers } from './receivers.ts';
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

interface SeamState {
  now: string;
  access_codes: SeamCode[];
  requests: SeamRequest[];
  deliveries: { outcome: string }[];
}

/** What every side has at one moment. */
export interface Case {
  bookings: readonly Booking[];
  startsAt: number;
  /** When the API last told the PMS that a reservation is followed, epoch milliseconds by its id. */
  takenAt: ReadonlyMap<string, number>;
  /** When the evidence was taken, epoch milliseconds. */
  at: number;
  seam: SeamState;
  followed: ReadonlyMap<string, Followed>;
  /** Runs that do not say how they stand, with why; none of them is in `followed`. */
  silent: readonly string[];
  mails: readonly Mail[];
  events: readonly PmsEvent[];
}

interface Witnesses extends Pick<Case, 'bookings' | 'startsAt' | 'takenAt'> {
  receivers: Receivers;
  client: Client;
  simulatorUrl: string;
}

/** One reservation as its run has it. */
export interface Followed extends Pick<Outgoing, 'notices' | 'deliveries'> {
  workflowId: string;
  execution: string;
  /** When its run began, epoch milliseconds. */
  startedAt: number;
  state: ReservationState;
}

const AT_ONCE = 10;
const TRIES = 5;

const readSeam = async (simulatorUrl: string): Promise<SeamState> =>
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

/**
 * Reading all runs takes a while in which one of them may wake and have a code made: read again then, or the PMS would
 * seem to know a code that Seam does not.
 * @throws when something was always under way
 */
export const readCase = async (witnesses: Witnesses): Promise<Case> => {
  const { receivers, client, simulatorUrl, ...known } = witnesses;
  const { bookings, startsAt, takenAt } = known;
  for (let left = TRIES; left > 0; left -= 1) {
    const at = Date.now();
    const before = await readSeam(simulatorUrl);
    const told = receivers.events.length;
    const { followed, silent } = await readFollowed(client, bookings);
    const seam = await readSeam(simulatorUrl);
    const isStill = codesOf(seam) === codesOf(before) && receivers.events.length === told;
    if (isStill) {
      return {
        bookings,
        startsAt,
        takenAt,
        at,
        seam,
        followed,
        silent,
        mails: [...receivers.mails],
        events: [...receivers.events],
      };
    }
  }
  throw new Error(`Codes were still made or told at each of ${TRIES} looks`);
};

const codesOf = ({ access_codes: codes }: SeamState): string =>
  JSON.stringify(codes.map(({ access_code_id, code, removed_at }) => [access_code_id, code, removed_at]));

/** To look into afterwards, with `--keep`. */
export const evidenceText = ({ followed, takenAt, ...evidence }: Case): string =>
  JSON.stringify({
    ...evidence,
    takenAt: Object.fromEntries(takenAt),
    followed: Object.fromEntries(followed),
  });

/** By reservation id; those without a run are left out. */
const readFollowed = async (
  client: Client,
  bookings: readonly Booking[],
): Promise<{ followed: Map<string, Followed>; silent: string[] }> => {
  const followed = new Map<string, Followed>();
  const silent: string[] = [];
  await pLimit(AT_ONCE).map([...bookings], async ({ key }) => {
    const workflowId = reservationWorkflowId(key);
    const description = await client.workflow
      .getHandle(workflowId)
      .describe()
      .catch(() => null);
    if (!description) return;
    const firstRunId = description.raw.workflowExecutionInfo?.firstRunId ?? description.runId;
    const { notices, deliveries, lastRunId } = await readOutgoing(client, workflowId, firstRunId);
    const state = await askPatiently(() =>
      client.workflow.getHandle(workflowId, lastRunId).query(reservationStateQuery),
    ).catch((error: Error) => void silent.push(`${workflowId}: ${error.message}`));
    if (!state) return;
    followed.set(key.reservationId, {
      workflowId,
      execution: description.status.name,
      startedAt: description.startTime.getTime(),
      state,
      notices,
      deliveries,
    });
  });
  return { followed, silent };
};

// Workers read whole histories for this, thousands of them, and a query waits no longer than ten seconds.
const askPatiently = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (let left = TRIES; ; left -= 1) {
    try {
      return await ask();
    } catch (error) {
      if (left === 0) throw error;
    }
  }
};

/** `staykey <source>/<property>/<reservation> #<version>`, as the code is named. */
export const reservationOf = (code: SeamCode | undefined): string =>
  decodeURIComponent(/^staykey .*\/([^/]+) #\d+$/.exec(code?.name ?? '')?.[1] ?? '');
