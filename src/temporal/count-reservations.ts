import type { Client } from '@temporalio/client';
import type { AccessStatus } from '../domain/reservation-state.ts';
import { listExecutions } from './list-executions.ts';
import { amongReservations } from './list-runs.ts';
import { queryOf, type RunFilter } from './run-filter.ts';
import { summaryOf, type Execution } from './run-summary.ts';

export interface ReservationFigures {
  /** Of runs that go on. */
  byStatus: Record<AccessStatus, number>;
  /** By the first thing a human must decide or do; `more` for those beyond the first thousand. */
  byAttention: Map<string, number>;
  /** Arrivals within that time, and guests who are there already, without a working code. */
  withoutCode: Record<Horizon, number>;
  /** Ended in a fault or from outside within the last day: nobody follows these. */
  failed: number;
  /** Runs with a live code that somebody must decide about; of the first thousand. */
  withLiveCode: Execution[];
}

type Horizon = (typeof horizons)[number];
const horizons = ['4h', '24h'] as const;
const statuses = ['needs_attention', 'in_progress', 'planned', 'ready', 'cancelled', 'completed'] as const;

const DAY_MS = 86_400_000;

/**
 * How the reservations stand, from the visibility store: ten requests, however many there are. Temporal groups counts by
 * `ExecutionStatus` alone (seen with 1.32), so that each status is a count of its own.
 */
export const countReservations = async (client: Client, nowMs: number): Promise<ReservationFigures> => {
  const count = async (filter: RunFilter, condition?: string) => {
    const query = amongReservations([queryOf(filter, nowMs), condition].filter(Boolean).join(' AND '));
    return (await client.workflow.count(query)).count;
  };
  const [byStatus, withoutCode, failed, waiting] = await Promise.all([
    each(statuses, (status) => count({ running: true, status })),
    each(horizons, (arrivesWithin) => count({ withoutCode: true, arrivesWithin })),
    count({ failed: true }, `CloseTime > '${new Date(nowMs - DAY_MS).toISOString()}'`),
    firstPage(client, amongReservations(queryOf({ running: true }, nowMs) + ' AND Attention IS NOT NULL')),
  ]);
  const byAttention = new Map<string, number>();
  for (const { attention } of waiting.runs) add(byAttention, attention);
  if (waiting.areMore) {
    const all = await count({ running: true }, 'Attention IS NOT NULL');
    byAttention.set('more', Math.max(all - waiting.runs.length, 0));
  }
  return {
    byStatus,
    byAttention,
    withoutCode,
    failed,
    withLiveCode: waiting.runs
      .filter(({ attention }) => attention === 'live_code')
      .map(({ execution }) => execution),
  };
};

const each = async <Name extends string>(
  names: readonly Name[],
  count: (name: Name) => Promise<number>,
): Promise<Record<Name, number>> => {
  const counted = await Promise.all(names.map(async (name) => [name, await count(name)] as const));
  return Object.fromEntries(counted) as Record<Name, number>;
};

const PAGE = 1_000;

const firstPage = async (client: Client, query: string) => {
  for await (const page of listExecutions(client, query, PAGE)) {
    const runs = page.map((execution) => ({ execution, attention: summaryOf(execution)?.attention ?? null }));
    return { runs, areMore: page.length === PAGE };
  }
  return { runs: [], areMore: false };
};

// A run that has gone on since it was listed waits for nobody any more.
const add = (figures: Map<string, number>, name: string | null): void => {
  if (name !== null) figures.set(name, (figures.get(name) ?? 0) + 1);
};
