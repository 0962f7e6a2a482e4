import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { WorkflowHandle } from '@temporalio/client';
import pLimit from 'p-limit';
import { reservationWorkflowId } from '../../src/domain/ids.ts';
import type { Reservation } from '../../src/domain/reservation.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import { instantOf } from '../../test/support/builders.ts';
import { asReservation, bulkFeed } from '../bulk-reservations.ts';
import { bookedSignal, type bareWorkflow } from '../bare/workflow.ts';
import type { Shape } from './shape.ts';

/** `stepped` takes Staykey's steps and encrypts as it does, with no rules: what the engine costs for that many steps. */
export type Kind = 'bare' | 'stepped' | 'staykey';

/** A number of reservations, each from its start until the PMS was told of its code. */
export interface Batch {
  runs: WorkflowHandle[];
  /** Milliseconds, one for each. */
  latencies: number[];
  /** Milliseconds from the first start to the last code. */
  tookMs: number;
  /** Of the worker, milliseconds. */
  cpuMs: number;
  /** Committed by Temporal's two databases. */
  transactions: number;
}

export const playBatch = async (shape: Shape, kind: Kind, count: number, atOnce: number): Promise<Batch> => {
  const worker = kind === 'staykey' ? shape.stack.workers[0] : shape.bareWorkers[kind];
  const pid = worker?.pid() ?? 0;
  const cpuBefore = await cpuMsOf(pid);
  const before = await shape.database();
  const from = performance.now();
  const latencies: number[] = [];
  const runs = await pLimit(atOnce).map(someReservations(count), async (reservation) => {
    const started = performance.now();
    const run = await (kind === 'staykey'
      ? startStaykey(shape, reservation)
      : startBare(shape, kind, reservation));
    latencies.push((await shape.toldOf(reservation.reservationId)) - started);
    return run;
  });
  const tookMs = performance.now() - from;
  return {
    runs,
    latencies,
    tookMs,
    cpuMs: (await cpuMsOf(pid)) - cpuBefore,
    transactions: (await shape.database()).transactions - before.transactions,
  };
};

/** Of a source of their own: no run has them yet. */
const someReservations = (count: number): Reservation[] =>
  bulkFeed(`bench-${randomUUID()}`, count, () => false).map((row) =>
    asReservation({ ...row, reservationId: randomUUID() }),
  );

const startStaykey = async ({ client, stack }: Shape, reservation: Reservation): Promise<WorkflowHandle> => {
  await startReservation(client, stack.taskQueue, reservation);
  return client.workflow.getHandle(reservationWorkflowId(reservation));
};

const startBare = async (
  { client, bareClient }: Shape,
  kind: 'bare' | 'stepped',
  { reservationId, doorIds, stay }: Reservation,
): Promise<WorkflowHandle> => {
  const workflowId = `${kind}/${reservationId}`;
  const { workflow } = kind === 'bare' ? bareClient : client;
  await workflow.signalWithStart<typeof bareWorkflow>(`${kind}Workflow`, {
    workflowId,
    taskQueue: kind,
    signal: bookedSignal,
    args: [
      {
        reservationId,
        doorId: doorIds[0] ?? '',
        startsAt: instantOf(stay.arrival),
        endsAt: instantOf(stay.departure ?? stay.arrival),
      },
    ],
  });
  return workflow.getHandle(workflowId);
};

// What Linux counts in.
const MS_PER_TICK = 10;

/** User and system time of a process so far, milliseconds. */
const cpuMsOf = async (pid: number): Promise<number> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // Behind the name, which may hold anything: fields 14 and 15 of proc(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
};
