import { Client, Connection } from '@temporalio/client';
import { staffDigestWorkflowId } from '../domain/ids.ts';
import { controlSimulator } from '../local/simulator-control.ts';
import { startStack, type Stack } from '../local/stack.ts';
import { createStoryClock } from '../local/story-clock.ts';
import { registerSearchAttributes } from '../temporal/register-search-attributes.ts';
import { daysToMove, moveInstant } from './move-recording.ts';
import type { Recording } from './open-recording.ts';
import { playRecording } from './play-recording.ts';
import { readRuns } from './read-runs.ts';
import { reportOf, type ReplayReport } from './report.ts';

export interface ReplayOptions {
  /** A JSON file with an array of Seam device objects. */
  worldFile: string;
  taskQueue: string;
  say: (line: string) => void;
  /** After each state of the recording, with its time as it is played. */
  onState: (at: number) => void;
  signal: AbortSignal;
}

/** Plays a recording against a Temporal server, a worker and a Seam simulator of its own, and says what came of it. */
export const replay = async (recording: Recording, options: ReplayOptions): Promise<ReplayReport> => {
  const { worldFile, taskQueue, say, signal } = options;
  const begun = performance.now();
  await using stack = await startStack({
    worldFile,
    taskQueue,
    ui: false,
    setsAtOnce: true,
    skipsTime: true,
    say,
  });
  const report = await Promise.race([playOn(stack, recording, options), stack.brokenPart, aborted(signal)]);
  return { ...report, time: { ...report.time, realSeconds: Math.round((performance.now() - begun) / 1000) } };
};

const playOn = async (
  stack: Stack,
  recording: Recording,
  { taskQueue, say, onState, signal }: ReplayOptions,
): Promise<ReplayReport> => {
  const connection = await Connection.connect({ address: stack.address });
  try {
    const { namespace, dataConverter } = stack;
    const client = new Client({ connection, namespace, dataConverter });
    await registerSearchAttributes(client);
    const movedDays = daysToMove(recording.firstAt, Date.now());
    const startsAt = moveInstant(recording.firstAt, movedDays);
    say(beginning(recording, movedDays, startsAt));

    const simulator = controlSimulator(stack.simulatorUrl);
    const clock = createStoryClock(client, simulator, staffDigestWorkflowId(taskQueue), { isLoose: true });
    await clock.startAt(startsAt);
    const runs = { client, taskQueue, clock };
    const played = await playRecording(recording, { ...runs, movedDays, onState, signal });
    say('The recording is over; the stays it showed last are played to their ends.');
    await clock.passToEnd();

    const workflowIds = played.sightings.map(({ workflowId }) => workflowId);
    const read = await readRuns(client, clock, taskQueue, workflowIds, played.tally);
    return reportOf(recording, {
      ...played,
      read,
      movedDays,
      endedAt: clock.now(),
      stuck: clock.open(),
    });
  } finally {
    await connection.close();
  }
};

const beginning = ({ feeds, firstAt }: Recording, movedDays: number, startsAt: number): string => {
  const states = feeds.reduce((sum, feed) => sum + feed.states.length, 0);
  const iso = (instant: number) => new Date(instant).toISOString();
  const moved = movedDays > 0 ? `, played ${movedDays / 7} weeks later, from ${iso(startsAt)}` : '';
  return `${states} states of ${feeds.length} feeds from ${iso(firstAt)}${moved}.`;
};

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const fail = () => reject(new Error('interrupted'));
    if (signal.aborted) fail();
    signal.addEventListener('abort', fail);
  });
