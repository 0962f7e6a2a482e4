import type { Seam } from '../seam/client.ts';

/** Names by Seam device id, as far as they are known. */
export type DoorNames = () => Promise<ReadonlyMap<string, string>>;

const FRESH_MS = 60_000;
const PATIENCE_MS = 1_000;

/**
 * One question to Seam a minute at most, for all pages together. No page waits long for it: without an answer doors keep
 * the names they had, or go by their ids.
 */
export const createDoorNames = ({ listDoors }: Pick<Seam, 'listDoors'>): DoorNames => {
  let names: ReadonlyMap<string, string> = new Map();
  let askedAt = -Infinity;
  let asking = Promise.resolve();
  return async () => {
    if (Date.now() - askedAt > FRESH_MS) {
      askedAt = Date.now();
      asking = listDoors().then(
        (doors) => void (names = new Map(doors.map(({ doorId, name }) => [doorId, name]))),
        // The pages that need Seam say what is wrong with it.
        () => undefined,
      );
    }
    await Promise.race([asking, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref())]);
    return names;
  };
};
