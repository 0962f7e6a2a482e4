import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Feed } from '../feeds/feed-config.ts';
import { matchFolders } from './match-folders.ts';
import { STATE_NAME, stateTime } from './state-time.ts';

/** What a feed was at one time. */
export interface State {
  path: string;
  /** As its name says, epoch milliseconds. */
  recordedAt: number;
}

export interface RecordedFeed {
  feed: Feed;
  folder: string;
  /** In order of time. */
  states: State[];
}

export interface Recording {
  feeds: RecordedFeed[];
  /** Ids of feeds of the configuration nothing is recorded of. */
  unrecorded: string[];
  firstAt: number;
  lastAt: number;
}

/** The recording can't be played as it is. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

/**
 * A folder with one folder for each feed, which holds its states by time.
 * @throws {RecordingError} with all that is wrong, by name
 */
export const openRecording = async (dir: string, feeds: readonly Feed[]): Promise<Recording> => {
  const folders = (await entriesOf(dir)).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  if (folders.length === 0) {
    throw new RecordingError(`"${dir}" holds no folder; expected one for each feed`);
  }
  const matched = matchFolders(folders.sort(), feeds);
  const faults = [...matched.faults];
  const recorded: RecordedFeed[] = [];
  for (const { feed, folder } of matched.feeds) {
    const read = await readStates(join(dir, folder), feed);
    faults.push(...read.faults);
    recorded.push({ feed, folder, states: read.states });
  }
  if (faults.length > 0) throw new RecordingError(listed(dir, faults, feeds));
  const times = recorded.flatMap(({ states }) => [
    states[0]?.recordedAt ?? 0,
    states.at(-1)?.recordedAt ?? 0,
  ]);
  return {
    feeds: recorded,
    unrecorded: matched.unrecorded,
    firstAt: Math.min(...times),
    lastAt: Math.max(...times),
  };
};

const endings: Record<Feed['kind'], string> = { ical: '.ics', csv: '.csv', pms: '.json', canonical: '.json' };

const readStates = async (folder: string, feed: Feed): Promise<{ states: State[]; faults: string[] }> => {
  const names = (await entriesOf(folder)).map(({ name }) => name).filter((name) => !name.startsWith('.'));
  const ending = endings[feed.kind];
  const faults: string[] = [];
  const byTime = new Map<number, State>();
  for (const name of names.sort()) {
    const path = join(folder, name);
    const recordedAt =
      extname(name).toLowerCase() === ending ? stateTime(name.slice(0, -ending.length)) : null;
    const earlier = recordedAt === null ? undefined : byTime.get(recordedAt);
    if (recordedAt === null) faults.push(`"${path}": expected ${STATE_NAME}, and ${ending}`);
    else if (earlier) faults.push(`"${path}" and "${earlier.path}" are of the same time`);
    else byTime.set(recordedAt, { path, recordedAt });
  }
  if (names.length === 0) faults.push(`"${folder}" holds no state of feed ${feed.id}`);
  return { states: [...byTime.values()].sort((a, b) => a.recordedAt - b.recordedAt), faults };
};

const entriesOf = async (dir: string) => {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries.filter(({ name }) => !name.startsWith('.'));
  } catch (error) {
    throw new RecordingError(`"${dir}" can't be read: ${(error as NodeJS.ErrnoException).code}`);
  }
};

const MOST_SHOWN = 20;

const listed = (dir: string, faults: string[], feeds: readonly Feed[]): string =>
  [
    `"${dir}" can't be played, for ${faults.length} reason(s):`,
    ...faults.slice(0, MOST_SHOWN).map((fault) => `  ${fault}`),
    ...(faults.length > MOST_SHOWN ? [`  and ${faults.length - MOST_SHOWN} more`] : []),
    `The feeds of the configuration are ${feeds.map(({ id }) => id).join(', ')}.`,
  ].join('\n');
