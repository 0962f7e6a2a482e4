import type { Command } from 'commander';
import { readTaskQueue } from '../config.ts';
import { readFeedConfig, type Feed } from '../feeds/feed-config.ts';
import { applySchedules, planSchedules, type SchedulePlan } from '../temporal/feed-schedules.ts';
import { confirm } from './confirm.ts';
import { examples } from './examples.ts';
import { jsonOption } from './json-option.ts';
import { textOf } from './text-of.ts';
import { out, outJson, plain } from './print.ts';
import { withTemporal } from './with-temporal.ts';

interface Options {
  feeds: string;
  yes?: boolean;
  dryRun?: boolean;
  json: boolean;
}

export const addSchedules = (program: Command): void => {
  program
    .command('schedules')
    .description('when feeds are read')
    .command('apply')
    .description('make the schedules of feeds equal to the configuration; shows the plan first and asks')
    .requiredOption('--feeds <config>', 'the feeds, see docs/feeds.md')
    .option('--dry-run', 'only show the plan')
    .option('--yes', 'do not ask')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples({
        'staykey schedules apply --feeds feeds.json --dry-run': 'what is new, changed and gone',
        'staykey schedules apply --feeds feeds.json --yes': 'after each change of the file, from a script',
      }),
    )
    .action((options: Options) => apply(options));
};

const apply = async ({ feeds: file, yes, dryRun, json }: Options): Promise<void> => {
  const feeds = readFeedConfig(await textOf(file), file);
  const taskQueue = readTaskQueue(process.env);
  await withTemporal(async (client) => {
    const plan = await planSchedules(client, taskQueue, feeds);
    if (json) outJson(shown(plan));
    else out(describe(plan));
    const changes = plan.create.length + plan.change.length + plan.remove.length;
    if (dryRun || changes === 0) return;
    if (!yes) await confirm(`Make ${changes} change(s) to the schedules?`);
    await applySchedules(client, taskQueue, plan);
    if (!json) out(`${changes} changed`);
  });
};

const ids = (feeds: Feed[]): string[] => feeds.map(({ id }) => id);

const shown = ({ create, change, remove, same, paused }: SchedulePlan) => ({
  create: ids(create),
  change: ids(change),
  remove,
  same,
  paused,
});

const describe = ({ create, change, remove, same, paused }: SchedulePlan): string =>
  [
    ...create.map(({ id, everyMinutes }) => `+ ${id}, every ${everyMinutes} min`),
    ...change.map(({ id, everyMinutes }) => `~ ${id}, every ${everyMinutes} min`),
    ...remove.map((id) => `- ${id}: is not in the configuration; what was seen of it is kept`),
    ...same.map((id) => `  ${id}: as it is`),
    ...paused.map((id) => `  ${id}: is paused, and stays so`),
  ]
    .map(plain)
    .join('\n');
