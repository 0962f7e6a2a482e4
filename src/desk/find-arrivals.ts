import type { Client } from '@temporalio/client';
import { z } from 'zod';
import { maySee } from '../api/authorise.ts';
import type { Caller } from '../api/tokens.ts';
import { listArrivals } from '../temporal/list-arrivals.ts';
import type { ListedReservation } from '../temporal/listed-reservation.ts';
import { listLiveCodes } from '../temporal/list-live-codes.ts';

const text = (most: number) => z.string().trim().max(most).catch('').default('');

/** What is written in the address of the page of arrivals. What is not understood there is passed over. */
export const arrivalsQuery = z.object({
  q: text(200),
  property: text(300),
  when: z.enum(['week', 'today', 'tomorrow']).catch('week').default('week'),
  show: z.enum(['all', 'waiting']).catch('all').default('all'),
});
export type ArrivalsQuery = z.output<typeof arrivalsQuery>;

/** Whose arrivals are asked for; null: of every property. */
export interface Wanted {
  propertyIds: readonly string[] | null;
}

export const wantedBy = (caller: Caller, { property }: ArrivalsQuery): Wanted => {
  // Temporal can't look for these two, and no id that it holds has them.
  const isOne = property !== '' && !/["\\]/.test(property);
  if (isOne) return { propertyIds: maySee(caller, property) ? [property] : [] };
  return { propertyIds: caller.properties && [...caller.properties].sort() };
};

export interface Found {
  arrivals: ListedReservation[];
  /** With codes that open a door and are not wanted: whether or not they arrive. */
  liveCodes: ListedReservation[];
  isComplete: boolean;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
// A guest who came and has no code is looked for until they have gone.
const LONGEST_STAY_DAYS = 31;
const DAYS_AHEAD = 9;

/** Who arrives within nine days, who has arrived and may have no code, and which codes nobody wants. */
export const findArrivals = (
  client: Client,
  { propertyIds }: Wanted,
  { nowMs, withinMs }: { nowMs: number; withinMs: number },
): Promise<Found> =>
  client.withDeadline(Date.now() + withinMs, async () => {
    // Whole hours: what is asked is the same for a while, and so is the answer.
    const hour = Math.floor(nowMs / HOUR) * HOUR;
    const from = new Date(hour - LONGEST_STAY_DAYS * DAY).toISOString();
    const to = new Date(hour + DAYS_AHEAD * DAY).toISOString();
    const [arrivals, liveCodes] = await Promise.all([
      listArrivals(client, { propertyIds, from, to }),
      listLiveCodes(client, propertyIds),
    ]);
    return { arrivals: arrivals.rows, liveCodes, isComplete: arrivals.isComplete };
  });
