import { ApiError } from '../../simulator/api-error.ts';
import { SeamFault, type SeamFaultKind } from '../../src/seam/errors.ts';
import { settled, type Agenda } from '../agenda.ts';
import type { Chance } from '../chance.ts';
import type { CallFault, Faults, SeamCall } from './faults.ts';

const CLIENT_TIMEOUT_MS = 10_000;

/** The way to Seam and back: it takes time, and either half may be lost. */
export class Line {
  readonly #agenda: Agenda;
  readonly #chance: Chance;
  readonly #faults: Faults;
  readonly #onFault: (call: SeamCall, kind: string) => void;
  readonly #open = new Set<() => void>();
  #era = 0;

  constructor(
    agenda: Agenda,
    chance: Chance,
    faults: Faults,
    onFault: (call: SeamCall, kind: string) => void,
  ) {
    this.#agenda = agenda;
    this.#chance = chance;
    this.#faults = faults;
    this.#onFault = onFault;
  }

  /** Who asked is gone: what Seam was asked it does all the same, and nobody hears of it. */
  hangUp(): void {
    this.#era += 1;
  }

  /** Ends what still waits, so that no activity is left over when a story is. */
  close(): void {
    for (const end of this.#open) end();
    this.#open.clear();
  }

  call<T>(call: SeamCall, act: () => T): Promise<T> {
    const era = this.#era;
    const fault = this.#fault(call);
    if (fault) this.#onFault(call, fault.kind);
    const thereMs = fault?.kind === 'slow' ? fault.ms : this.#chance.between(5, 120);
    const backMs = this.#chance.between(5, 120);
    return new Promise((resolve, reject) => {
      const end = () => reject(new SeamFault('ambiguous', `${call}: the story is over`));
      this.#open.add(end);
      const answer = (afterMs: number, run: () => void) =>
        this.#agenda.after(afterMs, () => {
          if (era !== this.#era) return undefined;
          this.#open.delete(end);
          run();
          return settled();
        });
      const fail = (afterMs: number, kind: SeamFaultKind, waitMs?: number) =>
        answer(afterMs, () => reject(new SeamFault(kind, `Seam, asked for ${call}: ${kind}`, waitMs)));
      const actAndAnswer = () => {
        const outcome = outcomeOf(act);
        if ('error' in outcome) answer(backMs, () => reject(outcome.error));
        else answer(backMs, () => resolve(outcome.value));
      };
      switch (fault?.kind) {
        case 'failed':
          return void fail(thereMs + backMs, 'ambiguous');
        case 'unauthorized':
          return void fail(thereMs + backMs, 'needs_human');
        case 'rateLimited':
          return void fail(thereMs + backMs, 'rate_limited', fault.retryAfterMs ?? undefined);
        case 'notSent':
          return void fail(thereMs, 'not_sent');
        case 'answerLost':
        case 'timedOut':
          this.#agenda.after(thereMs, () => void outcomeOf(act));
          return void fail(fault.kind === 'timedOut' ? CLIENT_TIMEOUT_MS : thereMs + backMs, 'ambiguous');
        case 'zombie':
          this.#agenda.after(fault.afterMs, () => void outcomeOf(act));
          return void fail(CLIENT_TIMEOUT_MS, 'ambiguous');
        case 'slow':
        case undefined:
          this.#agenda.after(thereMs, actAndAnswer);
      }
    });
  }

  #fault(call: SeamCall): CallFault | null {
    if (!this.#faults.isOutage(this.#agenda.now)) return this.#faults.take(call);
    return this.#chance.isHit(0.5) ? { kind: 'failed' } : { kind: 'notSent' };
  }
}

const outcomeOf = <T>(act: () => T): { value: T } | { error: Error } => {
  try {
    return { value: act() };
  } catch (error) {
    return { error: error instanceof ApiError ? faultOf(error) : (error as Error) };
  }
};

const kindOfStatus: Record<number, SeamFaultKind> = {
  401: 'needs_human',
  404: 'not_found',
  429: 'rate_limited',
};

const faultOf = ({ statusCode, message, retryAfter }: ApiError): SeamFault =>
  new SeamFault(
    kindOfStatus[statusCode] ?? 'refused',
    `Seam answered ${statusCode}: ${message}`,
    retryAfter === undefined ? undefined : retryAfter * 1000,
  );
