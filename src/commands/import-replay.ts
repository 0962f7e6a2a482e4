import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { readTaskQueue } from '../config.ts';
import { readFeedConfig } from '../feeds/feed-config.ts';
import { openRecording, RecordingError } from '../recording/open-recording.ts';
import type { ReplayReport } from '../recording/report.ts';
import { describeReplay } from './describe-replay.ts';
import { examples } from './examples.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { jsonOption } from './json-option.ts';
import { out, outJson, plain, say } from './print.ts';
import { progressBar } from './progress-bar.ts';
import { textOf } from './text-of.ts';

interface Options {
  feeds: string;
  world: string;
  report?: string;
  json: boolean;
}

/** Below `import`: a recording of feeds, played as the scheduled importer would have read it. */
export const replayCommand = (parent: Command): void => {
  parent
    .command('replay')
    .argument('<dir>', 'a folder for each feed, with its states by time: <feed>/2025-06-01T00:00:00Z.ics')
    .description('play a recording of feeds in virtual time, and say what the importer made of it')
    .requiredOption('--feeds <config>', 'the feeds, see docs/feeds.md')
    .requiredOption('--world <file>', 'doors: a JSON array of Seam device objects')
    .option('--report <file>', 'write the report as JSON')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples({
        'staykey import replay examples/feed-history --feeds examples/feed-history/feeds.json --world examples/feed-history/world.json':
          'twelve days of a listing whose calendar was empty for some hours',
        'staykey import replay recorded --feeds feeds.json --world world.json --report report.json':
          'months of real feeds: would a stay have been cancelled or lost?',
      }),
    )
    .action((dir: string, options: Options) => run(dir, options));
};

const run = async (dir: string, { feeds: feedsFile, world, report: file, json }: Options): Promise<void> => {
  const feeds = readFeedConfig(await textOf(feedsFile), feedsFile);
  await textOf(world);
  const recording = await openRecording(dir, feeds).catch((error: unknown) => {
    if (error instanceof RecordingError) throw new CommandError(plain(error.message), exitCodes.refused);
    throw error;
  });
  for (const id of recording.unrecorded) say(plain(`Nothing is recorded of feed ${id}`));

  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  // Starts servers, and is loaded only where it does.
  const { replay } = await import('../recording/replay.ts');
  const progress = showProgress(recording.feeds.reduce((sum, { states }) => sum + states.length, 0));
  const report = await replay(recording, {
    worldFile: world,
    taskQueue: readTaskQueue(process.env),
    say: (line) => say(plain(line)),
    onState: progress.step,
    signal: interrupted.signal,
  }).finally(progress.done);

  if (file !== undefined) await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
  if (json) outJson(report);
  else out(describeReplay(report));
  process.exitCode = exitCodeOf(report);
};

const exitCodeOf = ({ falseCancellations, lostStays, stuck }: ReplayReport): number => {
  if (falseCancellations.length + lostStays.length > 0) return exitCodes.needsHuman;
  return stuck.length > 0 ? exitCodes.fault : exitCodes.done;
};

const WEEK = 7 * 86_400_000;

/** A bar on a terminal; elsewhere a line for each week that has passed. */
const showProgress = (total: number) => {
  const bar = progressBar(total);
  let states = 0;
  let saidAt = -Infinity;
  return {
    step: (at: number) => {
      states += 1;
      bar.step();
      if (process.stderr.isTTY || at - saidAt < WEEK) return;
      saidAt = at;
      say(`${new Date(at).toISOString().slice(0, 10)}  ${states} of ${total} states`);
    },
    done: bar.done,
  };
};
