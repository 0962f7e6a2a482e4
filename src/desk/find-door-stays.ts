import type { Client } from '@temporalio/client';
import type { Caller } from '../api/tokens.ts';
import { listDoorStays, type DoorStays } from '../temporal/list-door-stays.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const DAYS_BACK = 2;
const DAYS_AHEAD = 14;

export interface DoorWeeks extends DoorStays {
  /** UTC. */
  from: string;
  to: string;
}

/** Who stays behind a door in two weeks from now, and which codes open it: of the caller's properties. */
export const findDoorStays = async (
  client: Client,
  { properties }: Caller,
  doorId: string,
  { nowMs, withinMs }: { nowMs: number; withinMs: number },
): Promise<DoorWeeks> => {
  const hour = Math.floor(nowMs / HOUR) * HOUR;
  const from = new Date(hour - DAYS_BACK * DAY).toISOString();
  const to = new Date(hour + DAYS_AHEAD * DAY).toISOString();
  const propertyIds = properties && [...properties].sort();
  const stays = await client.withDeadline(Date.now() + withinMs, () =>
    listDoorStays(client, { doorId, propertyIds, from, to }),
  );
  return { ...stays, from, to };
};
