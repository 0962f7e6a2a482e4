export type Cancel = () => void;

interface Entry {
  at: number;
  order: number;
  /** A promise where the world must come to rest before the next entry. */
  run: () => unknown;
  isOff: boolean;
}

/** Virtual time, epoch milliseconds: it stands still while something happens and jumps to the next thing that is due. */
export class Agenda {
  now: number;
  #heap: Entry[] = [];
  #order = 0;

  constructor(start: number) {
    this.now = start;
  }

  at(instant: number, run: () => unknown): Cancel {
    const entry = { at: Math.max(instant, this.now), order: (this.#order += 1), run, isOff: false };
    push(this.#heap, entry);
    return () => {
      entry.isOff = true;
    };
  }

  after(ms: number, run: () => unknown): Cancel {
    return this.at(this.now + ms, run);
  }

  /** What is due next happens, unless it is due after `until`. Answers whether anything was. */
  async step(until: number): Promise<boolean> {
    for (let next = this.#heap[0]; next && (next.isOff || next.at <= until); next = this.#heap[0]) {
      pop(this.#heap);
      if (next.isOff) continue;
      this.now = next.at;
      const resting = next.run();
      if (resting instanceof Promise) await resting;
      return true;
    }
    this.now = Math.max(this.now, until);
    return false;
  }

  async runTo(until: number, isOver: () => boolean = () => false): Promise<void> {
    while (!isOver() && (await this.step(until)));
  }
}

/** Lets everything that waits for a promise go on until it waits for time. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const isBefore = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

const push = (heap: Entry[], entry: Entry): void => {
  let index = heap.length;
  heap.push(entry);
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent];
    if (!above || !isBefore(entry, above)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = entry;
};

const pop = (heap: Entry[]): void => {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let index = 0;
  for (;;) {
    const left = heap[2 * index + 1];
    const right = heap[2 * index + 2];
    const child = right && left && isBefore(right, left) ? 2 * index + 2 : 2 * index + 1;
    const least = heap[child];
    if (!least || !isBefore(least, last)) break;
    heap[index] = least;
    index = child;
  }
  heap[index] = last;
};
