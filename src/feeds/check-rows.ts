import type { FeedReading, FeedRow, Overlap } from './feed-row.ts';

/** Checks across rows: each reservation once, and stays that hold the same door at the same time. */
export const checkRows = (reading: FeedReading): FeedReading => {
  const newest = keepNewest(reading);
  return { ...newest, overlaps: findOverlaps(newest.rows) };
};

/**
 * Of the same reservation twice the newer counts. Where they differ and neither is newer nobody can tell which is
 * right, and a wrong door is worse than a late one: both are bad.
 */
const keepNewest = (reading: FeedReading): FeedReading => {
  const bad = [...reading.bad];
  const repeats = [...reading.repeats];
  const kept = new Map<string, FeedRow>();
  const disputed = new Set<string>();

  for (const row of reading.rows) {
    const { source, propertyId, reservationId, place } = row;
    const key = JSON.stringify([source, propertyId, reservationId]);
    const known = kept.get(key);
    const order = known ? newness(row, known) : 1;
    if (known && order !== 0) {
      const [older, newer] = order > 0 ? [known, row] : [row, known];
      repeats.push(`${older.place}: passed over, the same reservation is newer at ${newer.place}`);
    } else if (known && known.contentHash === row.contentHash) {
      repeats.push(`${place}: passed over, the same reservation is at ${known.place}`);
    } else if (known) {
      disputed.add(key);
      const message = `${place}: differs from the same reservation at ${known.place}, and neither is newer`;
      bad.push({ source, propertyId, reservationId, message });
    }
    if (!known || order > 0) {
      kept.set(key, row);
      disputed.delete(key);
    }
  }
  for (const key of disputed) kept.delete(key);
  return { ...reading, rows: [...kept.values()], bad, repeats };
};

const newness = (row: FeedRow, known: FeedRow): number =>
  row.revision === undefined || known.revision === undefined ? 0 : Math.sign(row.revision - known.revision);

/** One for each stay that begins before another on its door has ended; not every pair of a heap of them. */
const findOverlaps = (rows: FeedRow[]): Overlap[] => {
  const byDoor = new Map<string, FeedRow[]>();
  for (const row of rows) {
    if (row.status === 'cancelled') continue;
    for (const doorId of row.doorIds) {
      const held = byDoor.get(doorId);
      if (held) held.push(row);
      else byDoor.set(doorId, [row]);
    }
  }
  return [...byDoor].flatMap(([doorId, held]) => overlapsOnDoor(doorId, held));
};

const overlapsOnDoor = (doorId: string, held: FeedRow[]): Overlap[] => {
  const overlaps: Overlap[] = [];
  let last: FeedRow | null = null;
  for (const row of held.sort((a, b) => byText(a.stay.arrival, b.stay.arrival))) {
    if (last && byText(row.stay.arrival, endOf(last)) < 0) {
      overlaps.push({
        doorId,
        reservationIds: [last.reservationId, row.reservationId],
        message: `${row.place}: arrives ${row.stay.arrival} at door ${doorId}, which the stay at ${last.place} holds until ${endOf(last)}`,
      });
    }
    if (!last || byText(endOf(row), endOf(last)) > 0) last = row;
  }
  return overlaps;
};

// Lock-local texts of one form sort as their times do.
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const endOf = ({ stay }: FeedRow): string => stay.departure ?? 'an open end';
