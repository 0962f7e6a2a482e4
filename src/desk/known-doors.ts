import type { Door } from '../domain/door.ts';
import type { Seam } from '../seam/client.ts';

/** Doors by Seam device id, as far as they are known. */
export type KnownDoors = () => Promise<ReadonlyMap<string, Door>>;

const FRESH_MS = 60_000;
const PATIENCE_MS = 1_000;

/**
 * One question to Seam a minute at most, for all pages together. No page waits long for it: without an answer doors are
 * shown as they were, or go by their ids.
 */
export const createKnownDoors = ({ listDoors }: Pick<Seam, 'listDoors'>): KnownDoors => {
  let known: ReadonlyMap<string, Door> = new Map();
  let askedAt = -Infinity;
  let asking = Promise.resolve();
  return async () => {
    if (Date.now() - askedAt > FRESH_MS) {
      askedAt = Date.now();
      asking = listDoors().then(
        (doors) => void (known = new Map(doors.map((door) => [door.doorId, door]))),
        // The pages that need Seam say what is wrong with it.
        () => undefined,
      );
    }
    await Promise.race([asking, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref())]);
    return known;
  };
};

export type DoorNames = () => Promise<ReadonlyMap<string, string>>;

/** The names alone. */
export const namesOf =
  (knownDoors: KnownDoors): DoorNames =>
  async () =>
    new Map(Array.from(await knownDoors(), ([doorId, { name }]) => [doorId, name]));
