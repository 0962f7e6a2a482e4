import { randomUUID } from 'node:crypto';
import type { SlotMismatchStyle } from './options.ts';

/** What a fault touches, how often. Without `times` it stays until it is cleared. */
interface FaultScope {
  /** Such as `/access_codes/create`. Without: every path of the API. */
  path?: string;
  device_id?: string;
  /** How many requests (for webhook kinds: deliveries) it lets pass first. */
  after?: number;
  /** How many it still touches. */
  times?: number;
  /** 0 to 1, drawn anew per request from a row that `seed` fixes. */
  probability?: number;
  seed?: number;
}

/**
 * "Commit" is the moment the simulator has done what was asked. Kinds that lose or spoil an answer after it
 * touch only requests that succeeded.
 */
type FaultEffect =
  | { kind: 'outage' }
  | { kind: 'error_500' }
  | { kind: 'html_502' }
  | { kind: 'unauthorized' }
  | { kind: 'rate_limited'; /** Seconds. */ retry_after?: number }
  | { kind: 'reset_before_commit' }
  /** Late, but done even when the client has gone meanwhile. */
  | { kind: 'slow'; delay_ms: number }
  /** No answer for `ms` (default: for ever), then the connection is closed. */
  | { kind: 'hang_before_commit'; ms?: number }
  | { kind: 'hang_after_commit'; ms?: number }
  | { kind: 'error_after_commit' }
  | { kind: 'reset_after_commit' }
  /** 200, but the body has only `ok`. */
  | { kind: 'invalid_response' }
  /** `access_codes/list` leaves out codes younger than this, in simulated time. */
  | { kind: 'stale_list'; lag_ms: number }
  | { kind: 'slot_mismatch_style'; style: SlotMismatchStyle }
  /** Seam can say nothing certain about the device's codes, until this is cleared. Scope: only `device_id`. */
  | { kind: 'account_disconnected' }
  | { kind: 'webhook_drop'; event_type?: string }
  | { kind: 'webhook_duplicate'; event_type?: string }
  /** Delayed, so that later events overtake it. */
  | { kind: 'webhook_reorder'; delay_ms: number; event_type?: string };

export type FaultKind = FaultEffect['kind'];
export type NewFault = FaultScope & FaultEffect;
export type Fault<K extends FaultKind = FaultKind> = FaultScope &
  Extract<FaultEffect, { kind: K }> & { fault_id: string };

export interface FaultSubject {
  path?: string | undefined;
  deviceId?: string | undefined;
  eventType?: string;
}

export interface Faults {
  add: (fault: NewFault) => Fault;
  /** Without an id: all. */
  clear: (faultId?: string) => void;
  list: () => Fault[];
  /** The first active fault of these kinds for this subject. Uses up one of its `times`. */
  take: <K extends FaultKind>(kinds: readonly K[], subject: FaultSubject) => Fault<K> | undefined;
  isActive: (kind: FaultKind, deviceId: string) => boolean;
}

export const createFaults = (): Faults => {
  let active: { fault: Fault; draw: () => number }[] = [];

  return {
    add: (newFault) => {
      const fault: Fault = { ...newFault, fault_id: randomUUID() };
      active.push({ fault, draw: randomRow(fault.seed ?? 1) });
      return fault;
    },
    clear: (faultId) => {
      active = active.filter(({ fault }) => faultId !== undefined && fault.fault_id !== faultId);
    },
    list: () => active.map(({ fault }) => fault),
    take: <K extends FaultKind>(kinds: readonly K[], subject: FaultSubject) => {
      for (const { fault, draw } of active) {
        if (!isOneOf(fault, kinds) || !touches(fault, subject)) continue;
        if (fault.after !== undefined && fault.after > 0) {
          fault.after -= 1;
          continue;
        }
        if (fault.probability !== undefined && draw() >= fault.probability) continue;
        if (fault.times !== undefined) {
          fault.times -= 1;
          if (fault.times <= 0) active = active.filter((other) => other.fault !== fault);
        }
        return fault;
      }
      return undefined;
    },
    isActive: (kind, deviceId) =>
      active.some(({ fault }) => fault.kind === kind && (fault.device_id ?? deviceId) === deviceId),
  };
};

const isOneOf = <K extends FaultKind>(fault: Fault, kinds: readonly K[]): fault is Fault<K> =>
  kinds.some((kind) => kind === fault.kind);

const touches = (fault: Fault, { path, deviceId, eventType }: FaultSubject): boolean =>
  (fault.path === undefined || fault.path === path) &&
  (fault.device_id === undefined || fault.device_id === deviceId) &&
  (!('event_type' in fault) || fault.event_type === undefined || fault.event_type === eventType);

/** Mulberry32: small, and the same row for the same seed on every machine. */
const randomRow = (seed: number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
