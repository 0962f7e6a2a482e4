import type { AccessStatus } from '../domain/reservation-state.ts';
import { horizonMs } from './horizon.ts';
import { quoted } from './query-text.ts';

/** What runs may be asked for; all that is given must hold. */
export interface RunFilter {
  /** Something waits for a human, live codes to decide about included. */
  attention?: boolean;
  /** Wants a code, and has none that is ready. */
  withoutCode?: boolean;
  refused?: boolean;
  onHold?: boolean;
  liveCodes?: boolean;
  /** Ended in a fault, or was ended from outside. */
  failed?: boolean;
  running?: boolean;
  status?: AccessStatus;
  property?: string;
  /** A Seam device id. */
  door?: string;
  /** A Seam access code id. */
  code?: string;
  importRun?: string;
  /** Arrivals up to then, such as `24h`, and stays under way: a guest who is there already needs the code most. */
  arrivesWithin?: string;
}

/** The filter in Temporal's list query language; empty without conditions. */
export const queryOf = (filter: RunFilter, nowMs: number): string =>
  [...new Set(conditionsOf(filter, nowMs))].join(' AND ');

const RUNNING = "ExecutionStatus = 'Running'";
const STUCK = "AccessStatus = 'needs_attention'";
/** The reasons of `Attention` that are no refusal of the stay. */
const NOT_REFUSED =
  "('seam_needs_attention', 'code_differs_from_plan', 'needs_human', 'live_code', 'unreachable', 'undelivered', 'on_hold')";

const conditionsOf = (filter: RunFilter, nowMs: number): string[] => [
  ...(filter.running ? [RUNNING] : []),
  ...(filter.attention ? [RUNNING, `(${STUCK} OR Attention IS NOT NULL)`] : []),
  ...(filter.withoutCode ? [RUNNING, "AccessStatus IN ('needs_attention', 'in_progress', 'planned')"] : []),
  ...(filter.refused ? [RUNNING, STUCK, `Attention IS NOT NULL AND Attention NOT IN ${NOT_REFUSED}`] : []),
  ...(filter.onHold
    ? [RUNNING, STUCK, "Attention IN ('on_hold', 'live_code', 'unreachable', 'undelivered')"]
    : []),
  // A run that is stuck says so first, and may have a live code behind it.
  ...(filter.liveCodes
    ? [RUNNING, `(Attention = 'live_code' OR (${STUCK} AND AccessCodeIds IS NOT NULL))`]
    : []),
  ...(filter.failed ? ["ExecutionStatus IN ('Failed', 'TimedOut', 'Terminated', 'Canceled')"] : []),
  ...(filter.status ? [`AccessStatus = ${quoted(filter.status)}`] : []),
  ...(filter.property ? [`PropertyId = ${quoted(filter.property)}`] : []),
  ...(filter.door ? [`DeviceIds = ${quoted(filter.door)}`] : []),
  ...(filter.code ? [`AccessCodeIds = ${quoted(filter.code)}`] : []),
  ...(filter.importRun ? [`ImportRunId = ${quoted(filter.importRun)}`] : []),
  ...(filter.arrivesWithin ? [RUNNING, `ArrivalAt < '${after(filter.arrivesWithin, nowMs)}'`] : []),
];

const after = (horizon: string, nowMs: number): string =>
  new Date(nowMs + (horizonMs(horizon) ?? 0)).toISOString();
