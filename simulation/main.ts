import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { catchMutants } from './catch-mutants.ts';
import { playMany } from './play-many.ts';
import { Session } from './session.ts';
import { bundleWorkflows } from './staykey.ts';
import { storyOf } from './story/generate.ts';
import { shrink } from './story/shrink.ts';
import type { Story } from './story/story.ts';
import { tellStory } from './story/tell-story.ts';
import { Summary } from './summary.ts';

const usage = `npm run simulate -- [options]
  --stories N    how many stories to play (300)
  --seed S       the first seed; a fresh one without it
  --jobs K       processes (one for each core)
  --replay FILE  plays one story again
  --strict       open findings (simulation/open-findings.ts) fail the run too
  --mutants      puts one fault after another into the source, and looks whether it is found
  --keep DIR     where failing stories are written (a folder of its own without it)`;

const { values: args } = parseArgs({
  options: {
    stories: { type: 'string' },
    seed: { type: 'string' },
    jobs: { type: 'string' },
    replay: { type: 'string' },
    mutants: { type: 'boolean' },
    strict: { type: 'boolean' },
    keep: { type: 'string' },
    help: { type: 'boolean' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'staykey-simulation-'));
const print = (line: string) => void process.stdout.write(`${line}\n`);
const jobs = Number(args.jobs ?? availableParallelism());
const seed = Number(args.seed ?? Math.floor(Date.now() / 1000) * 1_000);

const replay = async (file: string): Promise<boolean> => {
  const session = await Session.open(await bundleWorkflows());
  const story = JSON.parse(readFileSync(file, 'utf8')) as Story;
  const played = await session.look(story);
  const { violations } = played;
  print(tellStory(story, played));
  if (violations.length === 0) print('It ends well.');
  return violations.length === 0;
};

const playStories = async (stories: number): Promise<boolean> => {
  const code = await bundleWorkflows();
  const bundleFile = join(folder, 'workflows.js');
  writeFileSync(bundleFile, code);
  const summary = new Summary();
  const from = performance.now();
  await playMany({
    bundleFile,
    seed,
    stories,
    jobs,
    onReport: (report) => {
      summary.add(report);
      return true;
    },
  });
  for (const line of summary.lines(seed, performance.now() - from)) print(line);
  await tellFailures(code, summary);
  return args.strict ? summary.failedStories === 0 : summary.newFailures === 0;
};

/** One story of each broken rule, as small as it gets. */
const tellFailures = async (code: string, { failures }: Summary): Promise<void> => {
  if (failures.size === 0) return;
  const keep = args.keep ?? join(tmpdir(), 'staykey-stories');
  mkdirSync(keep, { recursive: true });
  const session = await Session.open(code);
  for (const [rule, { seed: failed }] of failures) {
    const breaks = async (story: Story) =>
      (await session.play(story)).violations.some((found) => found.rule === rule);
    const smallest = await shrink(storyOf(failed), breaks);
    const { violations, ledger } = await session.look(smallest);
    const broken = violations.filter((found) => found.rule === rule);
    const file = join(keep, `${rule.replaceAll(/\W+/g, '-')}.json`);
    writeFileSync(file, `${JSON.stringify(smallest, null, 2)}\n`);
    print(`\n${tellStory(smallest, { violations: broken, ledger })}\n  npm run simulate -- --replay ${file}`);
  }
};

try {
  if (args.help) print(usage);
  else if (args.replay !== undefined) process.exitCode = (await replay(args.replay)) ? 0 : 1;
  else if (args.mutants) process.exitCode = (await catchMutants({ folder, seed, jobs, print })) ? 0 : 1;
  else process.exitCode = (await playStories(Number(args.stories ?? 300))) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
