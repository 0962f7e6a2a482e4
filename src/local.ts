import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { Command } from 'commander';
import logUpdate from 'log-update';
import { readCanonicalJson } from './feeds/canonical-json.ts';
import type { Entries } from './feeds/entry.ts';
import { follow, isSettled, type States } from './local/follow.ts';
import { renderTable } from './local/live-table.ts';
import { reportBadEntry, reportEntries } from './local/report.ts';
import { moveSampleDates } from './local/sample-dates.ts';
import { startStack } from './local/stack.ts';
import { registerSearchAttributes } from './temporal/register-search-attributes.ts';
import { startReservation } from './temporal/start-reservation.ts';

const example = (name: string) => fileURLToPath(new URL(`../examples/${name}`, import.meta.url));

interface Options {
  once: boolean;
  world: string;
  reservations: string;
  report?: string;
  patience: string;
}

const program = new Command('npm start --')
  .description(
    'The main job on this machine: Temporal with its UI, a Seam simulator, a worker, and reservations.',
  )
  .option('--once', 'end when every run is ready, refused or not yet due, instead of staying up', false)
  .option('--world <file>', 'doors: a JSON array of Seam device objects', example('world.json'))
  .option(
    '--reservations <file>',
    'reservations as canonical JSON (docs/reservations.md)',
    example('reservations.json'),
  )
  .option('--report <file>', 'write one entry per reservation and door as JSON')
  .option('--patience <seconds>', 'with --once: how long to wait for all runs to settle', '900')
  .showHelpAfterError();

const say = (line: string) => process.stderr.write(`${line}\n`);
const interrupted = new AbortController();
process.on('SIGINT', () => interrupted.abort());
process.on('SIGTERM', () => interrupted.abort());

try {
  process.exitCode = await run(program.parse().opts<Options>());
} catch (error) {
  logUpdate.done();
  say(`Staykey could not do its job: ${(error as Error).message}`);
  process.exitCode = 1;
}

async function run(options: Options): Promise<number> {
  const entries = await readReservations(options.reservations);
  for (const { message } of entries.bad) say(`Passed over: ${message}`);
  for (const repeat of entries.repeats) say(`Passed over: ${repeat}`);

  const taskQueue = process.env['STAYKEY_TASK_QUEUE'] || 'staykey';
  const stack = await startStack({ worldFile: options.world, taskQueue, ui: !options.once, say });
  const connection = await Connection.connect({ address: stack.address });
  try {
    const client = new Client({ connection, namespace: stack.namespace });
    await registerSearchAttributes(client);
    const workflowIds: string[] = [];
    for (const reservation of entries.reservations) {
      workflowIds.push(await startReservation(client, taskQueue, reservation));
    }
    if (stack.uiUrl) say(`Runs in the Temporal UI: ${stack.uiUrl}/namespaces/${stack.namespace}/workflows`);

    const following = follow(client, {
      workflowIds,
      untilSettled: options.once,
      patienceMs: options.once ? Number(options.patience) * 1000 : Infinity,
      signal: interrupted.signal,
      show: options.once ? () => undefined : (states) => showTable(states, entries),
    });
    const states = await Promise.race([following, stack.brokenPart]);
    if (options.once) process.stdout.write(renderTable([...states.values()], entries.bad));
    if (options.report) await writeReport(options.report, states, entries);
    if (!options.once) return 0;
    const unsettled = workflowIds.filter((id) => !isSettled(states.get(id)));
    if (unsettled.length > 0) say(`Not settled within ${options.patience} s: ${unsettled.join(', ')}`);
    return unsettled.length > 0 ? 1 : 0;
  } finally {
    await connection.close();
    await stack.stop();
  }
}

async function readReservations(file: string): Promise<Entries> {
  const json = await readFile(file, 'utf8');
  const entries = readCanonicalJson(json, file);
  const today = new Date().toISOString().slice(0, 10);
  return { ...entries, reservations: moveSampleDates(json, entries.reservations, today) };
}

async function writeReport(file: string, states: States, entries: Entries): Promise<void> {
  const report = [
    ...[...states].flatMap(([workflowId, state]) => reportEntries(workflowId, state)),
    ...entries.bad.map(reportBadEntry),
  ];
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
}

let shown = '';
function showTable(states: States, { bad }: Entries): void {
  const rendered = renderTable([...states.values()], bad);
  if (rendered === shown) return;
  shown = rendered;
  if (process.stdout.isTTY) logUpdate(rendered);
  else process.stdout.write(rendered);
}
