import { spanOf } from '../domain/compare-row.ts';
import { reservationWorkflowId } from '../domain/ids.ts';
import { presentIn } from '../domain/presence.ts';
import type { FeedReading, FeedRow } from '../feeds/feed-row.ts';

/** One reservation as the recording shows it, whatever the importer makes of that. Instants are epoch milliseconds. */
export interface Sighting {
  workflowId: string;
  feedId: string;
  status: 'confirmed' | 'cancelled';
  arrivesAt: number;
  departsAt: number | null;
  firstSeenAt: number;
  /** Since when it is as it was seen last. */
  sameSince: number;
  contentHash: string;
  changes: number;
  /** Of a stay ahead. */
  absences: Absence[];
}

export interface Absence {
  since: number;
  /** Null where it was not seen again. */
  until: number | null;
  together: Together;
  /** What went missing at the reading that showed it again: an old copy shows what was gone. */
  lackedThen: Together | null;
}

/** All that went missing at the same reading. */
interface Together {
  size: number;
  of: number;
  returned: number;
}

export interface Sightings {
  /** Takes down what a reading shows, and what it lacks. */
  see: (feedId: string, reading: FeedReading, at: number) => void;
  all: () => Sighting[];
}

export const createSightings = (): Sightings => {
  const feeds = new Map<string, Map<string, Sighting>>();
  return {
    see: (feedId, reading, at) => {
      const known = feeds.get(feedId) ?? new Map<string, Sighting>();
      feeds.set(feedId, known);
      const isPresent = presentIn(reading);
      const ahead = [...known.values()].filter(
        ({ status, arrivesAt, absences }) =>
          status === 'confirmed' && arrivesAt > at && absences.at(-1)?.until !== null,
      );
      const absent = ahead.filter(({ workflowId }) => !isPresent(workflowId));
      const together = { size: absent.length, of: ahead.length, returned: 0 };
      for (const { absences } of absent)
        absences.push({ since: at, until: null, together, lackedThen: null });
      for (const sighting of known.values()) {
        const last = sighting.absences.at(-1);
        if (last?.until !== null || !isPresent(sighting.workflowId)) continue;
        last.until = at;
        last.lackedThen = together;
        last.together.returned += 1;
      }
      for (const row of reading.rows) takeDown(known, feedId, row, at);
    },
    all: () => [...feeds.values()].flatMap((known) => [...known.values()]),
  };
};

const takeDown = (known: Map<string, Sighting>, feedId: string, row: FeedRow, at: number): void => {
  const workflowId = reservationWorkflowId(row);
  const { contentHash, status } = row;
  const earlier = known.get(workflowId);
  if (earlier?.contentHash === contentHash) return;
  const shown = { ...spanOf(row), contentHash, status, sameSince: at };
  if (earlier) Object.assign(earlier, shown, { changes: earlier.changes + 1 });
  // What was over before it was first seen is no guest of this recording.
  else if (shown.departsAt === null || shown.departsAt > at) {
    known.set(workflowId, { workflowId, feedId, firstSeenAt: at, changes: 0, absences: [], ...shown });
  }
};

// As the shrink guard has it where nothing else is configured; and some of them must have come back.
const DROP_OUT_SHARE = 0.3;
const DROP_OUT_LEAST = 3;

/** Did it go missing with many others that came back: was it the feed that was ill? */
export const isDropOut = ({ together }: Absence): boolean => isIll(together);

/**
 * Was it seen again, and not only by a reading that was ill itself? An old copy shows what is gone, lacks what is new, and
 * leaves both as they were.
 */
export const hasReturned = ({ until, lackedThen }: Absence, next: Absence | undefined): boolean => {
  if (until === null || lackedThen === null || isIll(lackedThen)) return false;
  const { size, returned } = lackedThen;
  return next === undefined || size === 0 || returned < size;
};

const isIll = ({ size, of, returned }: Together): boolean =>
  returned > 0 && ((size >= DROP_OUT_LEAST && size / of >= DROP_OUT_SHARE) || (size > 1 && size === of));
