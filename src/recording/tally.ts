import type { FeedRead } from '../activities/import-feed.ts';
import type { StaffNotice } from '../domain/outgoing.ts';
import type { FeedReading } from '../feeds/feed-row.ts';
import type { Due } from './schedule-readings.ts';

/** What is counted while the recording is played. */
export interface Tally {
  figures: {
    /** States that were read, and readings in between by the schedule. */
    states: number;
    again: number;
    /** States byte for byte as the one before, which left nothing to do. */
    asBefore: number;
    unreadable: number;
    held: number;
    /** Readings whose missing stays were not counted, as the reading itself is in doubt. */
    doubted: number;
    started: number;
    changed: number;
    cancelled: number;
  };
  bad: Record<string, { readings: number; mostAtOnce: number; example: string }>;
  /** Pairs of reservations on one door at the same time. */
  overlaps: Set<string>;
  notices: Record<string, number>;
  noteRead: (due: Due, read: FeedRead) => void;
  noteReading: (feedId: string, reading: FeedReading) => void;
  noteNotice: (notice: Pick<StaffNotice, 'kind' | 'cause'>) => void;
}

export const createTally = (): Tally => {
  const figures: Tally['figures'] = {
    states: 0,
    again: 0,
    asBefore: 0,
    unreadable: 0,
    held: 0,
    doubted: 0,
    started: 0,
    changed: 0,
    cancelled: 0,
  };
  const bad: Tally['bad'] = {};
  const overlaps: Tally['overlaps'] = new Set();
  const notices: Tally['notices'] = {};
  return {
    figures,
    bad,
    overlaps,
    notices,
    noteRead: ({ isAgain }, { result }) => {
      figures[isAgain ? 'again' : 'states'] += 1;
      if ('failure' in result) {
        figures.unreadable += 1;
        return;
      }
      if (!result.figures) return;
      const { held, doubt, started, changed, sentAgain, cancelled } = result.figures;
      if (held !== null) {
        figures.held += 1;
        return;
      }
      if (doubt !== null) figures.doubted += 1;
      figures.started += started;
      figures.changed += changed + sentAgain;
      figures.cancelled += cancelled;
    },
    noteReading: (feedId, reading) => {
      const [first] = reading.bad;
      if (first) {
        const known = (bad[feedId] ??= { readings: 0, mostAtOnce: 0, example: first.message });
        known.readings += 1;
        known.mostAtOnce = Math.max(known.mostAtOnce, reading.bad.length);
      }
      for (const { doorId, reservationIds } of reading.overlaps) {
        overlaps.add(JSON.stringify([doorId, ...[...reservationIds].sort()]));
      }
    },
    noteNotice: ({ kind, cause }) => {
      const name = `${kind}: ${cause}`;
      notices[name] = (notices[name] ?? 0) + 1;
    },
  };
};
