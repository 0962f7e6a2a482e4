import type { Registry } from 'prom-client';
import type { Client } from '@temporalio/client';
import { countOverlapping } from '../temporal/count-overlapping.ts';
import { countReservations } from '../temporal/count-reservations.ts';
import { createFeedReadTimes } from '../temporal/feed-read-times.ts';
import { taskQueueFigures } from '../temporal/task-queue-figures.ts';
import { createFigureGauges } from './figure-gauges.ts';

interface Options {
  client: Client;
  taskQueue: string;
  /** Told when the figures can't be had. */
  warn: (error: unknown) => void;
  /** How old they may get, milliseconds. */
  oldestMs?: number;
}

/** Less than Prometheus waits for a scrape, 10 s. */
const WITHIN_MS = 6_000;

/**
 * How reservations, feeds and the task queue stand. What is returned asks Temporal for them, at most every half minute, however
 * many scrape; never rejects. Where there is no answer the figures stay as they were and their time grows old: an alarm about
 * arrivals must not end because nobody can count them.
 */
export const exposeFigures = (registry: Registry, options: Options): (() => Promise<void>) => {
  const { client, taskQueue, warn, oldestMs = 30_000 } = options;
  const gauges = createFigureGauges(registry);
  const feedReadTimes = createFeedReadTimes(client);

  const read = () =>
    client.withDeadline(Date.now() + WITHIN_MS, async () => {
      const now = Date.now();
      const [reservations, queue, feeds] = await Promise.all([
        countReservations(client, now),
        taskQueueFigures(client, taskQueue),
        feedReadTimes(),
      ]);
      const overlapping = await countOverlapping(client, reservations.withLiveCode, now);
      gauges.show({ reservations, queue, feeds, overlapping, at: now });
    });

  let askedAt = -Infinity;
  let reading: Promise<void> = Promise.resolve();
  return () => {
    if (performance.now() - askedAt >= oldestMs) {
      askedAt = performance.now();
      reading = read().catch(warn);
    }
    return reading;
  };
};
