import type { Agenda } from './agenda.ts';
import { UNANSWERED, type Server } from './server/server.ts';
import { RunNotFound } from './server/updates.ts';
import { names, startOptions, type Reservation, type ReservationState } from './staykey.ts';

export type Outcome = 'started' | 'changed' | 'dropped' | 'queued' | 'unknown';

interface Answer {
  outcome: 'accepted' | 'dropped';
}

const ANSWER_WITHIN_MS = 4_000;

/** How the API and the importer send a reservation: to its run, or to a new one where that has ended. */
export class Callers {
  readonly #server: Server;
  readonly #agenda: Agenda;

  constructor(server: Server, agenda: Agenda) {
    this.#server = server;
    this.#agenda = agenda;
  }

  async apply(reservation: Reservation): Promise<Outcome> {
    const { workflowId } = this.#options(reservation);
    for (;;) {
      const isStarted = this.#begin(reservation);
      if (isStarted === null) return 'dropped';
      try {
        const answer = await this.#server.update(workflowId, names.apply, [reservation], ANSWER_WITHIN_MS);
        if (answer === UNANSWERED) return this.signal(reservation) === 'dropped' ? 'dropped' : 'queued';
        if (isStarted) return 'started';
        return (answer as Answer).outcome === 'accepted' ? 'changed' : 'dropped';
      } catch (error) {
        if (!(error instanceof RunNotFound)) throw error;
      }
    }
  }

  /** Kept durably for the run, whether a worker is up or not. */
  signal(reservation: Reservation): Outcome {
    const isStarted = this.#begin(reservation);
    if (isStarted === null) return 'dropped';
    this.#server.signal(this.#options(reservation).workflowId, names.reservation, [reservation]);
    return 'queued';
  }

  async cancel(reservation: Reservation): Promise<Outcome> {
    const { workflowId } = this.#options(reservation);
    const args = [{ revision: reservation.revision }];
    try {
      const answer = await this.#server.update(workflowId, names.cancel, args, ANSWER_WITHIN_MS);
      if (answer !== UNANSWERED) return (answer as Answer).outcome === 'accepted' ? 'changed' : 'dropped';
      this.#server.signal(workflowId, names.cancelLater, args);
      return 'queued';
    } catch (error) {
      if (!(error instanceof RunNotFound)) throw error;
    }
    // A run of its own keeps the newer revision; how the last one ended matters to it.
    return this.#server.lastClosed(workflowId) === undefined ? 'unknown' : this.apply(reservation);
  }

  #options(reservation: Reservation) {
    return startOptions(reservation, this.#agenda.now);
  }

  /** True where it began a run, false where one is there, null where the last one had followed it or something newer. */
  #begin(reservation: Reservation): boolean | null {
    const options = this.#options(reservation);
    if (this.#server.running(options.workflowId)) return false;
    const last = this.#lastState(options.workflowId);
    if (last !== null && reservation.revision <= last.revision) return null;
    const isAfterUnknownEnd = last === null && this.#server.lastClosed(options.workflowId) !== undefined;
    this.#server.start(
      isAfterUnknownEnd ? startOptions(reservation, this.#agenda.now, 'after_unknown_end') : options,
    );
    return true;
  }

  #lastState(workflowId: string): ReservationState | null {
    const closed = this.#server.lastClosed(workflowId);
    return closed?.how === 'completed' ? (closed.result as ReservationState) : null;
  }
}
