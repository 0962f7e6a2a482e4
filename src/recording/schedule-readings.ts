import type { RecordedFeed, State } from './open-recording.ts';

export interface Due {
  recorded: RecordedFeed;
  state: State;
  /** Epoch milliseconds, of the recording. */
  at: number;
  /** The schedule reads what was read before. */
  isAgain: boolean;
}

export interface ReadingSchedule {
  /** The next reading; null at the end of the recording. */
  next: () => Due | null;
  /** What was read last left something to count or to wait for: the schedule would read it again. */
  readAgain: (due: Due) => void;
}

interface Place {
  recorded: RecordedFeed;
  /** Of the next state. */
  index: number;
  again: { state: State; at: number } | null;
}

/**
 * Every state at its time and, between two, the last one as often as the feed's own schedule would read it: a recording
 * may hold changes only, and what is missing is counted at each reading.
 */
export const scheduleReadings = (feeds: readonly RecordedFeed[], lastAt: number): ReadingSchedule => {
  const places = new Map(
    feeds.map((recorded): [RecordedFeed, Place] => [recorded, { recorded, index: 0, again: null }]),
  );
  return {
    next: () => {
      const dues = [...places.values()].flatMap((place) => dueAt(place, lastAt) ?? []);
      const due = dues.reduce<Due | null>((first, one) => (first && first.at <= one.at ? first : one), null);
      const place = due && places.get(due.recorded);
      if (place) {
        place.again = null;
        if (!due.isAgain) place.index += 1;
      }
      return due;
    },
    readAgain: ({ recorded, state, at }) => {
      const place = places.get(recorded);
      if (place) place.again = { state, at: at + recorded.feed.everyMinutes * 60_000 };
    },
  };
};

const dueAt = ({ recorded, index, again }: Place, lastAt: number): Due | null => {
  const state = recorded.states[index];
  const isFirst = again !== null && again.at <= lastAt && again.at < (state?.recordedAt ?? Infinity);
  if (isFirst) return { recorded, state: again.state, at: again.at, isAgain: true };
  return state ? { recorded, state, at: state.recordedAt, isAgain: false } : null;
};
