import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { readFeedConfig, type Feed } from '../feeds/feed-config.ts';
import type { FeedRow } from '../feeds/feed-row.ts';
import { readFeed } from '../feeds/read-feed.ts';
import { fetchFeed } from '../fetch/fetch-feed.ts';
import { describeReading } from './describe-reading.ts';
import { examples } from './examples.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { jsonOption } from './json-option.ts';
import { out, outJson } from './print.ts';

interface ImportOptions {
  feeds: string;
  feed: string;
  json: boolean;
}

export const addImport = (program: Command): void => {
  program
    .command('import')
    .argument('[file]', 'what the feed gave; without it the feed is fetched from its own location')
    .description('what an import of a feed would read: reservations, blocks, bad rows; starts nothing')
    .requiredOption('--feeds <config>', 'the feeds, see docs/feeds.md')
    .requiredOption('--feed <id>', 'which of them')
    .requiredOption('--dry-run', 'only read; so far it must be given')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples({
        'staykey import --feeds feeds.json --feed airbnb-beach-house --dry-run':
          'fetches the feed: are address, secrets and statuses right?',
        'staykey import listing.ics --feeds feeds.json --feed airbnb-beach-house --dry-run':
          'before the feed is switched on, and when a guest is missing',
      }),
    )
    .action(async (file: string | undefined, options: ImportOptions) => {
      const configured = readFeedConfig(await textOf(options.feeds), options.feeds);
      const feed = feedOf(configured, options);
      const { text, fileName } = await given(file, feed);
      const reading = readFeed(feed, text, fileName);
      if (options.json) outJson({ feed: feed.id, ...reading, rows: reading.rows.map(shownRow) });
      else out(describeReading(feed, reading));
      if (reading.bad.length > 0) process.exitCode = exitCodes.refused;
      else if (reading.overlaps.length > 0) process.exitCode = exitCodes.needsHuman;
    });
};

// Neither the guest nor the hash made of the guest too.
const shownRow = ({ source, propertyId, reservationId, ...row }: FeedRow) => ({
  source,
  propertyId,
  reservationId,
  kind: row.kind,
  status: row.status,
  stay: row.stay,
  timeZone: row.timeZone ?? null,
  doorIds: row.doorIds,
  revision: row.revision ?? null,
  place: row.place,
});

const feedOf = (configured: Feed[], { feed: id, feeds: file }: ImportOptions): Feed => {
  const found = configured.find((feed) => feed.id === id);
  if (found) return found;
  const ids = configured.map((feed) => feed.id).join(', ');
  throw new CommandError(`${file} has no feed "${id}"; expected one of ${ids}`, exitCodes.refused);
};

const given = async (file: string | undefined, feed: Feed): Promise<{ text: string; fileName: string }> =>
  file === undefined ? fetchFeed(feed, process.env) : { text: await textOf(file), fileName: basename(file) };

const textOf = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new CommandError(`"${file}" can't be read: ${why}`, exitCodes.refused);
  }
};
