import type { FeedRead } from '../activities/import-feed.ts';

/** Readings in a row of one feed that were held, or could not be read. Instants are epoch milliseconds. */
export interface Incident {
  feedId: string;
  kind: 'held' | 'unreadable';
  from: number;
  /** The first reading that was neither; null where the recording ends before. */
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
  const why = result.figures?.held ?? null;
  return why === null ? null : { kind: 'held', why };
};
