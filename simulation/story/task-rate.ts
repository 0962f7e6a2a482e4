const HOUR = 3_600_000;

/** A door that waits for its code is looked at every few minutes, and no more often. */
export const busyLimit = (doors: number): number => 60 + 40 * doors;

/** How many tasks a run has had in an hour in which nothing came from outside. */
export class TaskRate {
  #from = 0;
  #count = 0;

  disturbed(now: number): void {
    this.#from = now;
    this.#count = 0;
  }

  count(now: number): number {
    if (now - this.#from > HOUR) this.disturbed(now);
    return (this.#count += 1);
  }
}
