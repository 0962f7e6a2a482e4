export const seamCalls = ['door', 'create', 'get', 'pin', 'list'] as const;
export type SeamCall = (typeof seamCalls)[number];

/** What goes wrong with one call. */
export type CallFault =
  /** An answer in the 500s, and nothing was done. */
  | { kind: 'failed' }
  | { kind: 'unauthorized' }
  | { kind: 'rateLimited'; retryAfterMs: number | null }
  | { kind: 'notSent' }
  /** It was done, and the answer was lost at once or after the client had waited long enough. */
  | { kind: 'answerLost' }
  | { kind: 'timedOut' }
  /** It is done minutes after the client has given up. */
  | { kind: 'zombie'; afterMs: number }
  | { kind: 'slow'; ms: number };

export interface PlannedFault {
  /** Any call where it is null. */
  call: SeamCall | null;
  /** Calls it lets pass first. */
  after: number;
  times: number;
  fault: CallFault;
}

/** Faults that wait for their call, and times in which Seam answers nobody. */
export class Faults {
  #planned: PlannedFault[] = [];
  #outageUntil = 0;
  #lagUntil = 0;
  #lagMs = 0;

  plan(fault: PlannedFault): void {
    this.#planned.push({ ...fault });
  }

  beginOutage(until: number): void {
    this.#outageUntil = Math.max(this.#outageUntil, until);
  }

  beginLag(lagMs: number, until: number): void {
    this.#lagMs = lagMs;
    this.#lagUntil = until;
  }

  heal(): void {
    this.#planned = [];
    this.#outageUntil = 0;
    this.#lagUntil = 0;
  }

  get arePlanned(): boolean {
    return this.#planned.length > 0;
  }

  isOutage(now: number): boolean {
    return now < this.#outageUntil;
  }

  /** How long a code takes to appear in lists. */
  listLagMs(now: number): number {
    return now < this.#lagUntil ? this.#lagMs : 0;
  }

  take(call: SeamCall): CallFault | null {
    const planned = this.#planned.find((fault) => fault.call === null || fault.call === call);
    if (!planned) return null;
    if (planned.after > 0) {
      planned.after -= 1;
      return null;
    }
    planned.times -= 1;
    if (planned.times <= 0) this.#planned = this.#planned.filter((other) => other !== planned);
    return planned.fault;
  }
}
