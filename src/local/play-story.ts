import { readFile } from 'node:fs/promises';
import type { Client } from '@temporalio/client';
import { staffDigestWorkflowId } from '../domain/ids.ts';
import type { ReservationState } from '../domain/reservation-state.ts';
import { controlSimulator } from './simulator-control.ts';
import { createStoryClock } from './story-clock.ts';
import { readStory, StoryError, type Story } from './story-file.ts';
import { readTold, type StoryEntry } from './story-report.ts';
import { perform, type Theatre } from './story-steps.ts';
import { parseStoryTime, plusDays, STORY_TIME } from './story-time.ts';

export interface PlayOptions {
  client: Client;
  taskQueue: string;
  simulatorUrl: string;
  say: (line: string) => void;
}

export interface Played {
  entries: StoryEntry[];
  states: ReservationState[];
  /** Runs that are neither over nor wait for a time, though the story went on to its end. */
  stuck: string[];
}

/** @throws {StoryError} */
export const openStory = async (
  file: string,
  until: string | undefined,
): Promise<Story & { until: number }> => {
  const story = readStory(await readFile(file, 'utf8'), file, Date.now());
  return { ...story, until: endOf(story, until) };
};

/** Plays the story against real processes; only time is made to pass. */
export const playStory = async (
  story: Story & { until: number },
  { client, taskQueue, simulatorUrl, say }: PlayOptions,
): Promise<Played> => {
  const simulator = controlSimulator(simulatorUrl);
  await checkFaults(story, simulator);
  const clock = createStoryClock(client, simulator, staffDigestWorkflowId(taskQueue));
  const theatre: Theatre = { client, taskQueue, clock, simulator, booked: new Set(), say };

  say(storyBegins(story));
  await clock.startAt(story.startsAt);
  for (const step of story.steps) {
    if (step.at > story.until) break;
    await clock.passTo(step.at);
    say(`${new Date(step.at).toISOString()}  ${step.place}: ${step.action.do}`);
    await perform(theatre, step);
  }
  if (story.until === Infinity) await clock.passToEnd();
  else await clock.passTo(story.until);

  const played: Played = { entries: [], states: [], stuck: [] };
  for (const workflowId of theatre.booked) {
    const told = await readTold(client, workflowId, clock.chainsOf(workflowId));
    if (!told) continue;
    played.entries.push(...told.entries);
    played.states.push(told.state);
  }
  if (story.until === Infinity) played.stuck = clock.open();
  return played;
};

/** Without an end of its own a story goes on until every run is over. */
const endOf = ({ steps, startsAt, movedDays }: Story, until: string | undefined): number => {
  const end = steps.find(({ action }) => action.do === 'end')?.at ?? Infinity;
  if (until === undefined) return end;
  const at = parseStoryTime(until, startsAt);
  if (at === null) throw new StoryError(`--until is "${until}": expected ${STORY_TIME}`);
  return Math.min(end, until.startsWith('+') ? at : plusDays(at, movedDays));
};

// The simulator knows its faults best: it is asked before the story begins.
const checkFaults = async (
  { steps }: Story,
  simulator: ReturnType<typeof controlSimulator>,
): Promise<void> => {
  for (const { place, action } of steps) {
    if (action.do !== 'fault') continue;
    await simulator.addFault(action.fault).catch((error: Error) => {
      throw new StoryError(`${place}: fault: ${error.message}`);
    });
  }
  await simulator.clearFaults();
};

const storyBegins = ({ startsAt, movedDays, steps }: Story): string => {
  const moved = movedDays > 0 ? `, ${movedDays} days after the one written` : '';
  return `A story of ${steps.length} steps starts at ${new Date(startsAt).toISOString()}${moved}.`;
};
