/** One thing a run does beside others. It ends when it has nothing left to do, and is begun again when it has. */
export interface Part {
  name: string;
  begin: () => Promise<void>;
}

/**
 * Runs every part that is wanted, side by side, until none is wanted and none runs: trouble in one never hides success in
 * another. Only faults of the program throw, and one of them ends all.
 *
 * `until` waits for something to be true; in a workflow it is Temporal's `condition`.
 */
export async function supervise(
  wanted: () => Part[],
  until: (isTrue: () => boolean) => Promise<unknown>,
): Promise<void> {
  const running = new Set<string>();
  const faults: unknown[] = [];
  const missing = () => wanted().filter(({ name }) => !running.has(name));
  const begin = ({ name, begin: run }: Part) => {
    running.add(name);
    void run()
      .catch((fault: unknown) => faults.push(fault))
      .finally(() => running.delete(name));
  };
  do {
    missing().forEach(begin);
    await until(() => faults.length > 0 || running.size === 0 || missing().length > 0);
    if (faults.length > 0) throw faults[0];
  } while (running.size > 0 || missing().length > 0);
}
