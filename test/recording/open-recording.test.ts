import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readFeedConfig } from '../../src/feeds/feed-config.ts';
import { openRecording } from '../../src/recording/open-recording.ts';

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'staykey-recording-'))));
afterEach(() => rm(dir, { recursive: true }));

const record = async (folder: string, ...names: string[]) => {
  await mkdir(join(dir, folder), { recursive: true });
  for (const name of names) await writeFile(join(dir, folder, name), 'BEGIN:VCALENDAR');
};

const property = {
  propertyId: 'house',
  doors: ['door'],
  timeZone: 'Europe/Berlin',
  arrivalTime: '16:00',
  departureTime: '10:00',
};
const feedsAt = (locations: Record<string, string>) =>
  readFeedConfig(
    JSON.stringify({
      feeds: Object.entries(locations).map(([id, location]) => ({
        id,
        location,
        kind: 'ical',
        format: 'airbnb',
        source: 'airbnb',
        properties: [property],
      })),
    }),
    'feeds.json',
  );

test('a folder belongs to the feed with its id, or whose file, folder or address is called like it', async () => {
  await record('beach', '2025-06-01T00-00-00Z.ics');
  await record('Lake House', '2025-06-01T00-00-00Z.ics');
  await record('4711.ics', '2025-06-01T00-00-00Z.ics');
  await record('harbour', '2025-06-01T00-00-00Z.ics');
  const feeds = feedsAt({
    beach: 'env:BEACH',
    lake: 'imports/Lake House.ics',
    number: 'calendars/4711.ics',
    flat: 'https://feeds.example/harbour/calendar',
    unheard: 'env:UNHEARD',
  });
  const recording = await openRecording(dir, feeds);
  expect(recording.feeds.map(({ feed, folder }) => [folder, feed.id]).sort()).toEqual([
    ['4711.ics', 'number'],
    ['Lake House', 'lake'],
    ['beach', 'beach'],
    ['harbour', 'flat'],
  ]);
  expect(recording.unrecorded).toEqual(['unheard']);
});

test('states are in order of their times, whatever their names look like', async () => {
  await record(
    'beach',
    '20250601T020000Z.ics',
    '2025-06-01T01:00:00Z.ics',
    '2025-06-01T02-30-00+02-00.ics',
    '.DS_Store',
  );
  const { feeds, firstAt, lastAt } = await openRecording(dir, feedsAt({ beach: 'env:BEACH' }));
  expect(feeds[0]?.states.map(({ recordedAt }) => new Date(recordedAt).toISOString())).toEqual([
    '2025-06-01T00:30:00.000Z',
    '2025-06-01T01:00:00.000Z',
    '2025-06-01T02:00:00.000Z',
  ]);
  expect([firstAt, lastAt]).toEqual([Date.parse('2025-06-01T00:30Z'), Date.parse('2025-06-01T02:00Z')]);
});

test('all that can’t be played is refused at once, by name, with the feeds that are known', async () => {
  await record(
    'beach',
    'latest.ics',
    '2025-06-01T00-00-00Z.csv',
    '2025-06-01T01-00Z.ics',
    '20250601T0100Z.ics',
  );
  await record('nowhere', '2025-06-01T00-00-00Z.ics');
  await record('empty');
  const refusal = openRecording(dir, feedsAt({ beach: 'env:BEACH', empty: 'env:EMPTY' }));
  await expect(refusal).rejects.toThrow(/for 5 reason\(s\)/);
  await expect(refusal).rejects.toThrow('folder "nowhere" belongs to no feed');
  await expect(refusal).rejects.toThrow(/latest\.ics": expected a time such as 2025-06-01T00:00:00Z/);
  await expect(refusal).rejects.toThrow(/2025-06-01T00-00-00Z\.csv": expected .* and \.ics/);
  await expect(refusal).rejects.toThrow(/20250601T0100Z\.ics" and .* are of the same time/);
  await expect(refusal).rejects.toThrow(/empty" holds no state of feed empty/);
  await expect(refusal).rejects.toThrow('The feeds of the configuration are beach, empty.');
});

test('a folder that may belong to two feeds, and two folders of one feed, are refused', async () => {
  await record('harbour', '2025-06-01T00-00-00Z.ics');
  const two = feedsAt({ one: 'a/harbour.ics', two: 'b/harbour.ics' });
  await expect(openRecording(dir, two)).rejects.toThrow('may belong to each of the feeds one, two');
  await record('flat', '2025-06-01T00-00-00Z.ics');
  const one = feedsAt({ flat: 'a/harbour.ics' });
  await expect(openRecording(dir, one)).rejects.toThrow(
    'folders "flat" and "harbour" both belong to feed flat',
  );
});
