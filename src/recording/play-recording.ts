import { createHash } from 'node:crypto';
import pLimit from 'p-limit';
import { importFeedOnce, type FeedRead } from '../activities/import-feed.ts';
import { troubleNotice, troubleOf } from '../domain/feed-trouble.ts';
import { staffDigestWorkflowId } from '../domain/ids.ts';
import type { ImportPlan } from '../domain/plan-import.ts';
import type { Feed } from '../feeds/feed-config.ts';
import { readFeed } from '../feeds/read-feed.ts';
import { fetchFeed } from '../fetch/fetch-feed.ts';
import { bookRun, tellRun, type RunsInTime } from '../local/tell-run.ts';
import { cancelMissing } from '../temporal/cancel-missing.ts';
import { feedImporter, type FeedImporter } from '../temporal/feed-importer.ts';
import { gatherNotices } from '../temporal/gather-notices.ts';
import { createIncidents, type Incident } from './incidents.ts';
import { moveInstant, moveReading } from './move-recording.ts';
import type { Recording } from './open-recording.ts';
import { scheduleReadings, type Due } from './schedule-readings.ts';
import { createSightings, type Sighting } from './sightings.ts';
import { createTally, type Tally } from './tally.ts';

export interface PlayedReadings {
  sightings: Sighting[];
  incidents: Incident[];
  /** Runs told that their reservation is gone, and when. */
  cancelled: { workflowId: string; at: number }[];
  tally: Tally;
}

interface Options extends RunsInTime {
  movedDays: number;
  /** After each state, also one that is as it was. */
  onState: (at: number) => void;
  signal: AbortSignal;
}

/** Reads the recording as the scheduled importer would, at the recording's own time, with all that follows. */
export const playRecording = async (
  recording: Recording,
  { movedDays, onState, signal, ...runs }: Options,
): Promise<PlayedReadings> => {
  const { clock, client, taskQueue } = runs;
  const sightings = createSightings();
  const incidents = createIncidents();
  const tally = createTally();
  const cancelled: PlayedReadings['cancelled'] = [];
  const noticePlan = ({ steps }: ImportPlan, at: number) => {
    for (const { outcome, workflowId } of steps) if (outcome === 'gone') cancelled.push({ workflowId, at });
  };
  const readOnce = (feed: Feed, at: number, fetched: ReturnType<typeof fetchState>): Promise<FeedRead> => {
    const source = {
      importer: importerAt(runs, at, noticePlan),
      fetch: () => fetched,
      read: (...[one, text, fileName]: Parameters<typeof readFeed>) => {
        const reading = moveReading(readFeed(one, text, fileName), movedDays);
        sightings.see(one.id, reading, at);
        tally.noteReading(one.id, reading);
        return reading;
      },
      now: () => at,
      signal,
    };
    const runId = new Date(at).toISOString();
    const request = { feed, importRunId: `${feed.id}/${runId}`, runId, acceptsMissing: 0 };
    return importFeedOnce(source, request, () => undefined);
  };
  const tellStaff = async (feed: Feed, at: number, read: FeedRead): Promise<void> => {
    const run = { workflowId: `replay/${feed.id}`, runId: new Date(at).toISOString() };
    const trouble = troubleOf(read, run.runId);
    if (trouble === null) return;
    await clock.passTo(at);
    const notice = troubleNotice(feed.id, run, trouble);
    tally.noteNotice(notice);
    await gatherNotices(client, taskQueue)([notice]);
    await clock.settle(staffDigestWorkflowId(taskQueue));
  };

  const schedule = scheduleReadings(recording.feeds, recording.lastAt);
  const settled = new Map<string, string>();
  for (let due = schedule.next(); due !== null; due = schedule.next()) {
    signal.throwIfAborted();
    const { feed } = due.recorded;
    const at = moveInstant(due.at, movedDays);
    const fetched = fetchState(due);
    const hash = await fetched.then(hashOf, () => null);
    if (hash !== null && settled.get(feed.id) === hash) tally.figures.asBefore += 1;
    else {
      const read = await readOnce(feed, at, fetched);
      mustBeSent(feed, at, read);
      tally.noteRead(due, read);
      incidents.note(feed.id, at, read);
      await tellStaff(feed, at, read);
      if (hash !== null && isSettled(read)) settled.set(feed.id, hash);
      else {
        settled.delete(feed.id);
        schedule.readAgain(due);
      }
    }
    if (!due.isAgain) onState(at);
  }
  return { sightings: sightings.all(), incidents: incidents.all, cancelled, tally };
};

// In a replay nothing is in the way but the replay itself: what it says afterwards would be worth nothing.
const mustBeSent = (feed: Feed, at: number, { result }: FeedRead): void => {
  if ('failure' in result || result.failed === 0) return;
  throw new Error(`${feed.id} at ${new Date(at).toISOString()}: ${result.examples[0]}`);
};

const fetchState = ({ state, recorded: { feed } }: Due) =>
  fetchFeed({ location: { file: state.path }, headers: {}, allow: feed.allow }, {});

const hashOf = ({ text }: { text: string }): string => createHash('sha256').update(text).digest('hex');

/** The same text once more would leave nothing to do: a server would answer "not changed". */
const isSettled = ({ result }: FeedRead): boolean =>
  !('failure' in result) && result.lacking === 0 && result.figures?.held === null && result.failed === 0;

// Each jump of time takes the longer the more there are.
const TOLD_AT_ONCE = 5;

/** The importer, telling runs at the recording's time: what falls due before happens first. */
const importerAt = (
  runs: RunsInTime,
  at: number,
  onPlan: (plan: ImportPlan, at: number) => void,
): FeedImporter => {
  const { client, taskQueue, clock } = runs;
  const limit = pLimit(TOLD_AT_ONCE);
  const importer = feedImporter(client, taskQueue, {
    send: (reservation, importRunId) => limit(() => bookRun(runs, reservation, importRunId)),
    cancel: (workflowId, revision) =>
      limit(async () => {
        if (!clock.isOpen(workflowId)) return;
        await tellRun(runs, workflowId, () => cancelMissing(client, workflowId, revision));
      }),
  });
  return {
    ...importer,
    carryOut: async (about, pages, plan) => {
      if (plan.steps.length > 0) await clock.passTo(at);
      onPlan(plan, at);
      return importer.carryOut(about, pages, plan);
    },
  };
};
