import { Gauge, type Registry } from 'prom-client';
import type { ReservationFigures } from '../temporal/count-reservations.ts';
import type { FeedReadTime } from '../temporal/feed-read-times.ts';
import type { QueueFigures } from '../temporal/task-queue-figures.ts';

interface Figures {
  reservations: ReservationFigures;
  queue: Record<string, QueueFigures>;
  feeds: FeedReadTime[];
  overlapping: number;
  /** Epoch milliseconds. */
  at: number;
}

/** Empty until they are shown something; `staykey_figures_timestamp_seconds` is 0 then. */
export const createFigureGauges = (registry: Registry) => {
  const registers = [registry];
  const one = (name: string, help: string) => new Gauge({ name, help, registers });
  const some = <Label extends string>(name: string, help: string, label: Label) =>
    new Gauge({ name, help, labelNames: [label], registers });
  const time = one('staykey_figures_timestamp_seconds', 'When Temporal was last asked for these figures.');
  const reservations = some('staykey_reservations', 'Reservations that are followed.', 'status');
  const attention = some('staykey_reservations_attention', 'Those that wait for a human.', 'attention');
  const withoutCode = some(
    'staykey_arrivals_without_code',
    'Arrivals within that time, and guests who are there already, without a working code.',
    'within',
  );
  const failed = one('staykey_runs_failed', 'Runs that ended in a fault or from outside within a day.');
  const liveCodes = one('staykey_live_codes_open', 'Reservations with a live code to decide about.');
  const overlapping = one(
    'staykey_live_codes_overlapping',
    'Those of them whose code opens a door behind which somebody else is to stay.',
  );
  const feedRead = some(
    'staykey_feed_read_timestamp_seconds',
    'When a feed was last read well, or at the latest if that is not known.',
    'feed',
  );
  const feedEvery = some('staykey_feed_interval_seconds', 'How often a feed is to be read.', 'feed');
  const pollers = some('staykey_task_queue_pollers', 'Workers that ask for tasks.', 'kind');
  const backlog = some('staykey_task_queue_backlog', 'Tasks that wait for a worker, about.', 'kind');
  const backlogAge = some(
    'staykey_task_queue_backlog_age_seconds',
    'How long the oldest of them has waited.',
    'kind',
  );
  // A gauge without labels begins with 0, which would be a figure.
  for (const gauge of [failed, liveCodes, overlapping]) gauge.remove();

  return {
    show: (figures: Figures): void => {
      time.set(figures.at / 1000);
      for (const [status, count] of Object.entries(figures.reservations.byStatus))
        reservations.set({ status }, count);
      for (const [within, count] of Object.entries(figures.reservations.withoutCode))
        withoutCode.set({ within }, count);
      // What nothing waits for any more has no row of its own.
      for (const gauge of [attention, feedRead, feedEvery]) gauge.reset();
      for (const [name, count] of figures.reservations.byAttention) attention.set({ attention: name }, count);
      failed.set(figures.reservations.failed);
      liveCodes.set(figures.reservations.withLiveCode.length);
      overlapping.set(figures.overlapping);
      for (const { feedId: feed, readAt, everyMs } of figures.feeds) {
        if (readAt !== null) feedRead.set({ feed }, readAt / 1000);
        if (everyMs !== null) feedEvery.set({ feed }, everyMs / 1000);
      }
      for (const [kind, about] of Object.entries(figures.queue)) {
        pollers.set({ kind }, about.pollers);
        backlog.set({ kind }, about.backlog);
        backlogAge.set({ kind }, about.backlogAge);
      }
    },
  };
};
