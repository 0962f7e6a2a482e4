import type { Command, Job } from '../sandbox.ts';
import { sizeOf } from '../payloads.ts';

/** What a server refuses or ends a run for, or warns of. */
export interface LimitMet {
  what: string;
  value: number;
  most: number;
  isFatal: boolean;
}

const KIB = 1024;
const MIB = KIB * KIB;
/** Of an event without its payloads; measured ones have 100 to 250. */
const EVENT_BYTES = 150;

/** How long a run's history is, and what of it a server would not have taken. The server's own defaults. */
export class History {
  events = 0;
  bytes = 0;
  readonly #onLimit: (limit: LimitMet) => void;
  readonly #met = new Set<string>();

  constructor(onLimit: (limit: LimitMet) => void) {
    this.#onLimit = onLimit;
  }

  get suggestsContinueAsNew(): boolean {
    return this.events >= 4_096 || this.bytes >= 4 * MIB;
  }

  add(events: number, what: string, payloadBytes = 0): void {
    this.events += events;
    this.bytes += events * EVENT_BYTES + payloadBytes;
    this.#hold(`payload of ${what}`, payloadBytes, 2 * MIB, true);
    this.#hold(`payload of ${what} (warning)`, payloadBytes, 512 * KIB, false);
    this.#hold('history events', this.events, 51_200, true);
    this.#hold('history events (warning)', this.events, 10_240, false);
    this.#hold('history bytes', this.bytes, 50 * MIB, true);
    this.#hold('history bytes (warning)', this.bytes, 10 * MIB, false);
  }

  holdSearchAttribute(name: string, bytes: number): void {
    this.#hold(`search attribute ${name}`, bytes, 2_048, true);
  }

  holdMemo(bytes: number): void {
    this.#hold('memo', bytes, 2 * MIB, true);
  }

  #hold(what: string, value: number, most: number, isFatal: boolean): void {
    if (value <= most || this.#met.has(what)) return;
    this.#met.add(what);
    this.#onLimit({ what, value, most, isFatal });
  }
}

export const bytesOfJob = (job: Job): number => {
  const { signalWorkflow, resolveActivity, initializeWorkflow, doUpdate } = job;
  const payloads = signalWorkflow?.input ?? initializeWorkflow?.arguments ?? doUpdate?.input ?? [];
  const result = sizeOf(resolveActivity?.result?.completed?.result);
  return payloads.reduce((sum, payload) => sum + sizeOf(payload), result);
};

export const bytesOfCommand = (command: Command): number => {
  const { scheduleActivity, updateResponse, completeWorkflowExecution, continueAsNewWorkflowExecution } =
    command;
  const payloads = scheduleActivity?.arguments ?? continueAsNewWorkflowExecution?.arguments ?? [];
  const result = sizeOf(updateResponse?.completed) + sizeOf(completeWorkflowExecution?.result);
  return payloads.reduce((sum, payload) => sum + sizeOf(payload), result);
};
