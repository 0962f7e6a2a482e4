import type { z } from 'zod';
import { readCanonicalEntry } from '../feeds/canonical-json.ts';
import type { Reservation } from '../domain/reservation.ts';
import { moveStay } from './sample-dates.ts';
import { actionSchema, type PlainAction } from './story-actions.ts';
import { daysToMove, parseInstant, parseStoryTime, plusDays, STORY_TIME } from './story-time.ts';

export type Action = PlainAction | { do: 'reservation'; reservation: Reservation };

export interface Step {
  /** File and number, for people. */
  place: string;
  /** Epoch milliseconds, as it is played. */
  at: number;
  action: Action;
}

export interface Story {
  startsAt: number;
  /** By how many whole days it was moved to be played now. */
  movedDays: number;
  steps: Step[];
}

/** The story can't be played as it is written. */
export class StoryError extends Error {
  override readonly name = 'StoryError';
}

/**
 * A story file (docs/stories.md), moved so that it starts no earlier than `now`.
 * @throws {StoryError} naming every bad step with its field, the value and what was expected
 */
export const readStory = (json: string, file: string, now: number): Story => {
  const { starts, steps } = outlineOf(json, file);
  const written = typeof starts === 'string' ? parseInstant(starts) : null;
  if (written === null)
    throw new StoryError(
      `${file}: starts is ${shown(starts)}: expected an instant such as "2026-06-01T09:00:00Z"`,
    );
  if (!Array.isArray(steps) || steps.length === 0)
    throw new StoryError(`${file}: steps is ${shown(steps)}: expected an array of at least one step`);

  const movedDays = daysToMove(written, now);
  const faults: string[] = [];
  let earliest = written;
  const read = steps.map((raw: unknown, index): Step | null => {
    const place = `${file}, step ${index + 1}`;
    const step = readStep(raw, place, { startsAt: written, earliest, movedDays });
    if (typeof step === 'string') {
      faults.push(step);
      return null;
    }
    earliest = step.at;
    return { ...step, place, at: plusDays(step.at, movedDays) };
  });
  if (faults.length > 0) throw new StoryError(faults.join('\n'));
  return { startsAt: plusDays(written, movedDays), movedDays, steps: read.filter((step) => step !== null) };
};

const outlineOf = (json: string, file: string): { starts?: unknown; steps?: unknown } => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (error) {
    throw new StoryError(`${file} is not JSON: ${(error as Error).message}`);
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  throw new StoryError(`${file}: is ${shown(parsed)}: expected an object with "starts" and "steps"`);
};

interface Timeline {
  startsAt: number;
  earliest: number;
  movedDays: number;
}

/** A text says what is wrong with it. Its time is the written one. */
const readStep = (
  raw: unknown,
  place: string,
  { startsAt, earliest, movedDays }: Timeline,
): Pick<Step, 'at' | 'action'> | string => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return `${place}: the step is ${shown(raw)}: expected an object`;
  const { at: atText, ...rest } = raw as { at?: unknown };
  const at = typeof atText === 'string' ? parseStoryTime(atText, startsAt) : null;
  if (at === null) return `${place}: at is ${shown(atText)}: expected ${STORY_TIME}`;
  if (at < earliest)
    return `${place}: at is ${shown(atText)}: expected no time before ${new Date(earliest).toISOString()}, where the story already is`;

  const action = actionSchema.safeParse(rest);
  if (!action.success)
    return `${place}: ${action.error.issues.map((issue) => describe(issue, rest)).join('; ')}`;
  if (action.data.do !== 'reservation') return { at, action: action.data };
  const reservation = readCanonicalEntry(action.data.reservation, `${place}, reservation`);
  if ('message' in reservation) return reservation.message;
  const stay = moveStay(reservation.stay, movedDays);
  return { at, action: { do: 'reservation', reservation: { ...reservation, stay } } };
};

const describe = (issue: z.core.$ZodIssue, raw: object): string => {
  // Their values stay out: a guest in the wrong place is still a guest.
  if (issue.code === 'unrecognized_keys')
    return `${issue.keys.join(', ')}: expected no field of that name here`;
  const value = issue.path.reduce<unknown>((at, name) => (at as never)?.[name], raw);
  return `${issue.path.join('.') || 'the step'} is ${shown(value)}: ${expectation(issue)}`;
};

const expectation = (issue: z.core.$ZodIssue): string =>
  'options' in issue && Array.isArray(issue.options)
    ? `expected one of ${issue.options.join(', ')}`
    : issue.message;

// A device object fills a page.
const shown = (value: unknown): string => {
  const json = JSON.stringify(value) ?? 'missing';
  return json.length > 80 ? `${json.slice(0, 77)}...` : json;
};
