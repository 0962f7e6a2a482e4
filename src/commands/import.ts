import { basename } from 'node:path';
import { Option, type Command } from 'commander';
import { readFeedConfig, type Feed } from '../feeds/feed-config.ts';
import type { FeedReading } from '../feeds/feed-row.ts';
import { readFeed } from '../feeds/read-feed.ts';
import { decodeText } from '../fetch/decode-text.ts';
import { fetchFeed } from '../fetch/fetch-feed.ts';
import { applyImport, type ImportFlags } from './apply-import.ts';
import { dryRunImport } from './dry-run-import.ts';
import { examples } from './examples.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { replayCommand } from './import-replay.ts';
import { jsonOption } from './json-option.ts';
import { bytesOf, textOf } from './text-of.ts';

interface ImportOptions extends ImportFlags {
  feeds?: string;
  feed?: string;
  dryRun?: boolean;
  apply?: boolean;
}

export const addImport = (program: Command): void => {
  const command = program
    .command('import')
    // What stands after "replay" is its own.
    .enablePositionalOptions()
    .argument('[file]', 'what the feed gave; without it the feed is fetched from its own location')
    .description('start what is new in a feed, and tell the runs of what has changed')
    .option('--feeds <config>', 'the feeds, see docs/feeds.md')
    .option('--feed <id>', 'which of them')
    .addOption(new Option('--dry-run', 'only show what would be read, and what would come of it'))
    .addOption(new Option('--apply', 'do it; safe to repeat').conflicts('dryRun'))
    .option('--accept-missing', 'what is missing is gone: cancel it now, whatever the shrink guard says')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples({
        'staykey import --feeds feeds.json --feed airbnb-beach-house --dry-run':
          'fetches the feed: are address, secrets and statuses right?',
        'staykey import listing.ics --feeds feeds.json --feed airbnb-beach-house --dry-run':
          'before the feed is switched on, and when a guest is missing',
        'staykey import bookings.csv --feeds feeds.json --feed bookings-by-hand --apply':
          'one message for each row that is new or has changed, none for the others',
      }),
    )
    .action(async (file: string | undefined, options: ImportOptions) => {
      // Required, and not of "replay", which has its own.
      const { feeds, feed: id } = options;
      if (feeds === undefined || id === undefined) {
        throw new CommandError('expected --feeds <config> and --feed <id>', exitCodes.refused);
      }
      if (!options.dryRun && !options.apply) {
        throw new CommandError('expected --dry-run or --apply', exitCodes.refused);
      }
      const configured = readFeedConfig(await textOf(feeds), feeds);
      const feed = feedOf(configured, id, feeds);
      const { text, fileName } = await given(file, feed);
      const reading = readFeed(feed, text, fileName);
      const run = options.apply ? applyImport : dryRunImport;
      process.exitCode = (await run(feed, reading, options)) || exitCodeOf(reading);
    });
  replayCommand(command);
};

const exitCodeOf = ({ bad, overlaps }: FeedReading): number => {
  if (bad.length > 0) return exitCodes.refused;
  return overlaps.length > 0 ? exitCodes.needsHuman : exitCodes.done;
};

const feedOf = (configured: Feed[], id: string, file: string): Feed => {
  const found = configured.find((feed) => feed.id === id);
  if (found) return found;
  const ids = configured.map((feed) => feed.id).join(', ');
  throw new CommandError(`${file} has no feed "${id}"; expected one of ${ids}`, exitCodes.refused);
};

const given = async (file: string | undefined, feed: Feed): Promise<{ text: string; fileName: string }> => {
  if (file === undefined) return fetchFeed(feed, process.env);
  const decoded = decodeText(await bytesOf(file), { charset: feed.charset, contentType: null }, `"${file}"`);
  return { text: decoded, fileName: basename(file) };
};
