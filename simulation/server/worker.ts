/** The one worker: it may be gone for minutes or days, and what waits for it then queues up. */
export class Worker {
  isUp = true;
  #waiting: (() => void)[] = [];
  readonly #onGone: (() => void)[] = [];

  whenUp(run: () => void): void {
    if (this.isUp) run();
    else this.#waiting.push(run);
  }

  onGone(run: () => void): void {
    this.#onGone.push(run);
  }

  leave(): void {
    if (!this.isUp) return;
    this.isUp = false;
    for (const run of this.#onGone) run();
  }

  comeBack(): void {
    if (this.isUp) return;
    this.isUp = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const run of waiting) run();
  }
}
