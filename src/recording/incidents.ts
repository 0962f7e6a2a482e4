import type { FeedRead } from '../activities/import-feed.ts';
import { isForStaff, whyNotWhole } from '../domain/completeness.ts';

/** Readings in a row of one feed that were held, could not be read, or were (or may be) only a part of it. Instants are epoch milliseconds. */
export interface Incident {
  feedId: string;
  kind: 'held' | 'unreadable' | 'incomplete';
  from: number;
  /** The first reading that was none of it; null where the recording ends before. */
  until: number | null;
  readings: number;
  why: string;
  /** How many stays ahead were missing at most, and when it was over. */
  lacked: number;
  stillLacking: number | null;
}

export interface Incidents {
  note: (feedId: string, at: number, read: FeedRead) => void;
  all: Incident[];
}

export const createIncidents = (): Incidents => {
  const open = new Map<string, Incident>();
  const all: Incident[] = [];
  return {
    all,
    note: (feedId, at, { result }) => {
      const lacking = 'failure' in result ? 0 : result.lacking;
      const trouble = troubleIn(result);
      let incident = open.get(feedId);
      if (incident && incident.kind !== trouble?.kind) {
        Object.assign(incident, { until: at, stillLacking: trouble === null ? lacking : null });
        open.delete(feedId);
        incident = undefined;
      }
      if (!trouble) return;
      if (!incident) {
        incident = { feedId, ...trouble, from: at, until: null, readings: 0, lacked: 0, stillLacking: null };
        open.set(feedId, incident);
        all.push(incident);
      }
      incident.readings += 1;
      incident.lacked = Math.max(incident.lacked, lacking);
    },
  };
};

const troubleIn = (result: FeedRead['result']): Pick<Incident, 'kind' | 'why'> | null => {
  if ('failure' in result) return { kind: 'unreadable', why: result.failure };
  if (result.figures === null) return null;
  const { held, completeness } = result.figures;
  if (held !== null) return { kind: 'held', why: held };
  const why = isForStaff(completeness, result.lacking) ? whyNotWhole(completeness) : null;
  return why === null ? null : { kind: 'incomplete', why };
};
