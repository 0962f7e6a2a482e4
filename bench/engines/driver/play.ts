import { setTimeout as pause } from 'node:timers/promises';
import type { StoryClient } from '../shared/client.ts';
import { pinKey } from '../shared/rules.ts';
import { bookingOf, type Plan, type PlannedStay } from './plan.ts';
import { someSlot } from './simulator.ts';

/** Key of a PIN, and when its booking was handed in. */
export type BookedAt = Map<string, number>;

/** Books, changes and cancels as planned; resolves when the last of it has been taken. */
export const play = async (client: StoryClient, plan: Plan, startMs: number): Promise<BookedAt> => {
  const bookedAt: BookedAt = new Map();
  const slot = someSlot();
  const until = (ms: number) => pause(Math.max(0, startMs + ms - Date.now()));
  const live = async (stay: PlannedStay) => {
    await until(stay.bookAt);
    const booking = bookingOf(stay, 1, startMs, plan, slot);
    bookedAt.set(pinKey(booking), Date.now());
    await client.book(booking);
    if (stay.change) {
      await until(stay.change.at);
      await client.change(bookingOf(stay, 2, startMs, plan, slot));
    }
    if (stay.cancelAt !== null) {
      await until(stay.cancelAt);
      await client.cancel(stay.id);
    }
  };
  await Promise.all(plan.stays.map(live));
  return bookedAt;
};
