import type { Incident } from './incidents.ts';
import { falseCancellations, lostStays, type FalseCancellation, type LostStay } from './judge.ts';
import { moveInstant } from './move-recording.ts';
import type { Recording } from './open-recording.ts';
import type { PlayedReadings } from './play-recording.ts';
import type { ReadRuns } from './read-runs.ts';
import type { Sighting } from './sightings.ts';

/** What came of a recording. Instants are UTC, ISO 8601, as recorded; nothing of a guest and no PIN is in it. */
export interface ReplayReport {
  feeds: {
    feed: string;
    folder: string;
    states: number;
    first: string;
    last: string;
    reservations: number;
  }[];
  /** Ids of configured feeds nothing is recorded of. */
  unrecorded: string[];
  readings: {
    states: number;
    again: number;
    asBefore: number;
    unreadable: number;
    held: number;
    doubted: number;
  };
  sent: { started: number; changed: number; cancelled: number };
  reservations: {
    seen: number;
    changed: number;
    /** By lead time, of those booked while it was recorded. */
    bookedWithin12Hours: number;
    bookedWithin3Days: number;
    byState: Record<string, number>;
  };
  codes: { made: number };
  /** Live codes not wanted as they were. */
  orphans: { total: number } & ReadRuns['orphans'];
  /** How often each channel took a message: with codes to guest and PMS, and to staff. */
  messages: ReadRuns['messages'];
  /** What staff were told, by kind and cause. */
  notices: Record<string, number>;
  held: ReportedIncident[];
  unreadable: ReportedIncident[];
  /** Answers that are, or may be, only a part of their feed. */
  incomplete: ReportedIncident[];
  refused: { workflowId: string; problems: string[] }[];
  bad: { feed: string; readings: number; mostAtOnce: number; example: string }[];
  /** Pairs of stays that held one door at the same time, at some reading. */
  overlaps: number;
  falseCancellations: FalseCancellation[];
  lostStays: LostStay[];
  /** Runs that are neither over nor wait for a time. */
  stuck: string[];
  time: { movedWeeks: number; days: number; realSeconds: number };
}

interface ReportedIncident {
  feed: string;
  from: string;
  until: string | null;
  readings: number;
  lacked: number;
  /** How it ended. */
  how: string;
  why: string;
}

interface Ended extends PlayedReadings {
  read: ReadRuns;
  movedDays: number;
  endedAt: number;
  stuck: string[];
}

export const reportOf = (
  { feeds, unrecorded, firstAt }: Recording,
  { sightings, incidents, tally, read, movedDays, ...ended }: Ended,
): ReplayReport => {
  const asRecorded = (instant: number) => new Date(moveInstant(instant, -movedDays)).toISOString();
  const incidentsOf = (kind: Incident['kind']) =>
    incidents.filter((one) => one.kind === kind).map((one) => reportIncident(one, asRecorded));
  const { states, again, asBefore, unreadable, held, doubted, ...sent } = tally.figures;
  const { orphans, messages, runs } = read;
  return {
    feeds: feeds.map(({ feed, folder, states: of }) => ({
      feed: feed.id,
      folder,
      states: of.length,
      first: new Date(of[0]?.recordedAt ?? 0).toISOString(),
      last: new Date(of.at(-1)?.recordedAt ?? 0).toISOString(),
      reservations: sightings.filter(({ feedId }) => feedId === feed.id).length,
    })),
    unrecorded,
    readings: { states, again, asBefore, unreadable, held, doubted },
    sent,
    reservations: {
      seen: sightings.length,
      changed: sightings.filter(({ changes }) => changes > 0).length,
      ...lastMinute(sightings, moveInstant(firstAt, movedDays)),
      byState: countBy([...runs.values()].map(({ state }) => state)),
    },
    codes: { made: read.codes },
    orphans: { total: Object.values(orphans.byCause).reduce((sum, count) => sum + count, 0), ...orphans },
    messages,
    notices: tally.notices,
    held: incidentsOf('held'),
    unreadable: incidentsOf('unreadable'),
    incomplete: incidentsOf('incomplete'),
    refused: [...runs.values()]
      .filter(({ problems }) => problems.length > 0)
      .map(({ workflowId, problems }) => ({ workflowId, problems })),
    bad: Object.entries(tally.bad).map(([feed, one]) => ({ feed, ...one })),
    overlaps: tally.overlaps.size,
    falseCancellations: falseCancellations(ended.cancelled, sightings, asRecorded),
    lostStays: lostStays(sightings, runs, asRecorded),
    stuck: ended.stuck,
    time: {
      movedWeeks: movedDays / 7,
      days: Math.round((ended.endedAt - moveInstant(firstAt, movedDays)) / DAY),
      realSeconds: 0,
    },
  };
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const lastMinute = (sightings: Sighting[], firstAt: number) => {
  // What the first reading showed was booked at any time before.
  const leads = sightings
    .filter(({ firstSeenAt }) => firstSeenAt > firstAt)
    .map(({ firstSeenAt, arrivesAt }) => arrivesAt - firstSeenAt);
  return {
    bookedWithin12Hours: leads.filter((lead) => lead < 12 * HOUR).length,
    bookedWithin3Days: leads.filter((lead) => lead < 3 * DAY).length,
  };
};

const countBy = (names: string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

const reportIncident = (
  { feedId, from, until, readings, lacked, stillLacking, why }: Incident,
  asRecorded: (instant: number) => string,
): ReportedIncident => ({
  feed: feedId,
  from: asRecorded(from),
  until: until === null ? null : asRecorded(until),
  readings,
  lacked,
  how: howEnded(until, stillLacking),
  why,
});

const howEnded = (until: number | null, stillLacking: number | null): string => {
  if (until === null) return 'not before the end of the recording';
  if (stillLacking === null) return 'became another trouble';
  return stillLacking === 0 ? 'all were there again' : `${stillLacking} were still missing`;
};
