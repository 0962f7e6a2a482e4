/**
 * A busy season on the production shape while things break:
 *   npm run chaos -- --reservations 40 --minutes 2 --seed 1 --report report.md
 * Ends with 0 when every invariant holds.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, Runtime } from '@temporalio/worker';
import { Command, InvalidArgumentError } from 'commander';
import { workflowSource } from '../src/temporal/workflow-code.ts';
import { breakNames, planBreaks } from './fault-plan.ts';
import { checkOutVersion, newestRelease, type OlderVersion } from './older-version.ts';
import { playChaos } from './play.ts';
import { chaosReport } from './report.ts';
import { planSeason } from './season.ts';
import { findFaketime } from './skew-clock.ts';

interface Options {
  reservations: number;
  minutes: number;
  seed: number;
  faults?: number;
  from?: string;
  report?: string;
  keep: boolean;
}

const say = (line: string) => process.stderr.write(`${line}\n`);
const program = new Command('npm run chaos --')
  .description('A busy season on PostgreSQL, Temporal, two workers, API and simulator, while things break.')
  .option('--reservations <number>', 'how many', whole, 40)
  .option('--minutes <number>', 'how long things break', whole, 2)
  .option('--seed <number>', 'the same season and the same faults again', whole, 1)
  .option('--faults <number>', 'how many; default: one every ten seconds', whole)
  .option(
    '--from <revision>',
    'git revision whose workers are replaced on the way; default: the newest release',
  )
  .option('--report <file>', 'write the report there instead of to standard output')
  .option('--keep', 'keep databases and files', false)
  .showHelpAfterError();
const { reservations, minutes, seed, from, report, keep, ...given } = program.parse().opts<Options>();
const faults = given.faults ?? Math.max(1, minutes * 6);

// Left to itself the runtime keeps the first Ctrl-C for workers, of which none runs here.
Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
const workflowBundle = await bundleWorkflowCode({
  ...workflowSource,
  logger: new DefaultLogger('ERROR'),
});
const folder = await mkdtemp(join(tmpdir(), 'staykey-chaos-'));
const leftOut: string[] = [];
try {
  const faketime = await findFaketime();
  if (faketime === null) leftOut.push('clocks of our own processes: libfaketime is not installed here');
  const names = breakNames.filter((name) => faketime !== null || !/^(?:worker|api) clock/.test(name));
  const planned = planBreaks(faults, minutes, seed, names);
  const older = planned.some(({ name }) => name === 'deploy workers one by one')
    ? await olderVersion()
    : null;
  say(
    `${reservations} reservations, ${faults} of ${breakNames.length} kinds of faults in ${minutes} min, seed ${seed}`,
  );
  const outcome = await playChaos({
    season: planSeason(reservations, minutes, seed),
    planned,
    minutes,
    folder,
    faketime,
    older,
    workflowBundle,
    say,
  });
  const about = { reservations, minutes, seed, faults, older: older?.name ?? null, leftOut };
  const text = chaosReport(about, outcome);
  if (report === undefined) process.stdout.write(text);
  else await writeFile(report, text);
  const violated = outcome.invariants.filter(({ violations }) => violations.length > 0);
  const failedBreaks = outcome.broken.filter(({ error }) => error !== null);
  for (const { name, violations } of violated) say(`${name}: ${violations.length}, such as ${violations[0]}`);
  for (const { name, error } of failedBreaks) say(`The fault "${name}" could not be done: ${error}`);
  if (violated.length + failedBreaks.length > 0) process.exitCode = 1;
} finally {
  if (keep) say(`Kept: ${folder}`);
  else await rm(folder, { recursive: true, force: true });
}

/** Null, with the reason among what is left out, where none was asked for and none is to be had. */
async function olderVersion(): Promise<OlderVersion | null> {
  try {
    return await checkOutVersion(from ?? (await newestRelease()), folder);
  } catch (error) {
    if (from !== undefined) throw error;
    leftOut.push(`workers of an earlier version: ${(error as Error).message}`);
    return null;
  }
}

function whole(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('expected a whole number of 1 or more');
  return Number(text);
}
