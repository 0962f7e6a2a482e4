/** The one worker: it may be gone for minutes or days, and what waits for it then queues up. */
export class Worker {
  isUp = true;
  /** Virtual time, epoch milliseconds. */
  upSince = 0;
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

  comeBack(now: number): void {
    if (this.isUp) return;
    this.isUp = true;
    this.upSince = now;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const run of waiting) run();
  }
}
