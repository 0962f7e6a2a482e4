import type { Agenda, Cancel } from '../agenda.ts';

export class Timers {
  readonly #agenda: Agenda;
  readonly #fire: (seq: number) => void;
  readonly #running = new Map<number, Cancel>();

  constructor(agenda: Agenda, fire: (seq: number) => void) {
    this.#agenda = agenda;
    this.#fire = fire;
  }

  start(seq: number, ms: number): void {
    const fire = () => {
      this.#running.delete(seq);
      this.#fire(seq);
    };
    this.#running.set(seq, this.#agenda.after(Math.max(1, ms), fire));
  }

  cancel(seq: number): void {
    this.#running.get(seq)?.();
    this.#running.delete(seq);
  }

  dropAll(): void {
    for (const cancel of this.#running.values()) cancel();
    this.#running.clear();
  }
}
