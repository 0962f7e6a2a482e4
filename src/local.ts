import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { Command, InvalidArgumentError } from 'commander';
import { readCanonicalJson } from './feeds/canonical-json.ts';
import type { Entries } from './feeds/entry.ts';
import { follow, isSettled, type States } from './local/follow.ts';
import { renderTable } from './local/live-table.ts';
import { reportBadEntry, reportEntries } from './local/report.ts';
import { moveSampleDates } from './local/sample-dates.ts';
import { readSampleFeeds } from './local/sample-feeds.ts';
import { takeSampleTurns } from './local/sample-turns.ts';
import { controlSimulator } from './local/simulator-control.ts';
import { createScreen } from './local/screen.ts';
import { startStack, type Stack } from './local/stack.ts';
import { openStory, playStory, type Played } from './local/play-story.ts';
import { hasKeys } from './temporal/encryption-environment.ts';
import { registerSearchAttributes } from './temporal/register-search-attributes.ts';
import { startReservation } from './temporal/start-reservation.ts';

const example = (name: string) => fileURLToPath(new URL(`../examples/${name}`, import.meta.url));

const SAMPLES = example('reservations.json');

interface Options {
  once: boolean;
  world: string;
  reservations: string;
  script?: string;
  until?: string;
  report?: string;
  /** Seconds. */
  patience: number;
}

const program = new Command('npm start --')
  .description(
    'The main job on this machine: Temporal with its UI, a Seam simulator, a worker, and reservations.',
  )
  .option('--once', 'end when every run is ready, refused or not yet due, instead of staying up', false)
  .option('--world <file>', 'doors: a JSON array of Seam device objects', example('world.json'))
  .option('--reservations <file>', 'canonical JSON (docs/reservations.md)', SAMPLES)
  .option('--script <file>', 'play a story (docs/stories.md) in virtual time instead, once')
  .option('--until <time>', 'with --script: stop there, such as "+30 days" after its start')
  .option('--report <file>', 'write one entry per reservation and door as JSON')
  .option('--patience <seconds>', 'with --once: how long to wait for all runs to settle', seconds, 900)
  .showHelpAfterError();

const screen = createScreen();
const interrupted = new AbortController();
process.on('SIGINT', () => interrupted.abort());
process.on('SIGTERM', () => interrupted.abort());

try {
  const options = program.parse().opts<Options>();
  process.exitCode = await (options.script === undefined ? run(options) : play(options, options.script));
} catch (error) {
  screen.say(`Staykey could not do its job: ${(error as Error).message}`);
  process.exitCode = 1;
}
screen.done();

async function run(options: Options): Promise<number> {
  const entries = await readReservations(options.reservations);
  for (const { message } of entries.bad) screen.say(`Passed over: ${message}`);
  for (const repeat of entries.repeats) screen.say(`Passed over: ${repeat}`);

  const taskQueue = process.env['STAYKEY_TASK_QUEUE'] || 'staykey';
  const { world, once } = options;
  await using stack = await startStack({
    worldFile: world,
    taskQueue,
    ui: !once,
    api: !once,
    say: screen.say,
  });
  const states = await Promise.race([serve(stack, taskQueue, entries, options), stack.brokenPart]);

  if (once) process.stdout.write(renderTable([...states.values()], entries.bad));
  if (options.report) await writeReport(options.report, states, entries);
  const unsettled = [...states].filter(([, state]) => !isSettled(state)).map(([id]) => id);
  const isShort = once && (unsettled.length > 0 || states.size < entries.reservations.length);
  if (isShort) screen.say(`Not every run settled within ${options.patience} s: ${unsettled.join(', ')}`);
  return isShort ? 1 : 0;
}

/** A whole story in virtual time. */
async function play({ world, until, report }: Options, script: string): Promise<number> {
  const story = await openStory(script, until);
  const taskQueue = process.env['STAYKEY_TASK_QUEUE'] || 'staykey';
  await using stack = await startStack({
    worldFile: world,
    taskQueue,
    ui: false,
    skipsTime: true,
    say: screen.say,
  });
  const playing = async (): Promise<Played> => {
    await using connection = await connect(stack.address);
    const client = clientOf(stack, connection);
    await registerSearchAttributes(client);
    return await playStory(story, { ...stack, client, taskQueue, say: screen.say });
  };
  const { entries, states, stuck } = await Promise.race([playing(), stack.brokenPart, untilInterrupted()]);

  process.stdout.write(renderTable(states, []));
  if (report) await writeJson(report, entries);
  for (const workflowId of stuck) screen.say(`${workflowId} is not over and waits for no time`);
  return stuck.length > 0 ? 1 : 0;
}

function untilInterrupted(): Promise<never> {
  return new Promise((_resolve, reject) => {
    interrupted.signal.addEventListener('abort', () => reject(new Error('interrupted')));
  });
}

async function serve(stack: Stack, taskQueue: string, entries: Entries, options: Options): Promise<States> {
  await using connection = await connect(stack.address);
  const client = clientOf(stack, connection);
  await registerSearchAttributes(client);
  await using feeds = await temporaryFolder();
  const workflowIds: string[] = [];
  for (const reservation of entries.reservations) {
    workflowIds.push((await startReservation(client, taskQueue, reservation)).workflowId);
  }
  if (stack.api) {
    screen.say(
      `Front desk: ${stack.api.url}/desk (sign in with the token of this trial: ${stack.api.token})`,
    );
  }
  if (stack.uiUrl) {
    screen.say(`Runs in the Temporal UI: ${stack.uiUrl}/namespaces/${stack.namespace}/workflows`);
    const off = hasKeys(process.env) ? '' : ' STAYKEY_PAYLOAD_ENCRYPTION=off';
    screen.say(`Command line beside it: TEMPORAL_ADDRESS=${stack.address}${off} npx staykey list`);
  }
  if (stack.api) {
    screen.say(`HTTP API for a PMS: ${stack.api.url}/docs, with the token of this trial: ${stack.api.token}`);
  }
  if (!options.once && options.reservations === SAMPLES) {
    const simulator = controlSimulator(stack.simulatorUrl);
    const place = { client, taskQueue, simulator, signal: interrupted.signal };
    const sayIfItWentWrong = (error: Error) => {
      if (!interrupted.signal.aborted) screen.say(`A sample went another way: ${error.message}`);
    };
    takeSampleTurns(place, entries.reservations).catch(sayIfItWentWrong);
    // On a server that does not end with us their schedules would go on without their files.
    if (stack.uiUrl) {
      const at = { ...place, folder: feeds.path };
      readSampleFeeds(at, example('feed-readings.json'), today()).catch(sayIfItWentWrong);
    }
  }
  // Awaited here: the connection closes when this function ends.
  return await follow(client, {
    workflowIds,
    untilSettled: options.once,
    patienceMs: options.once ? options.patience * 1000 : Infinity,
    signal: interrupted.signal,
    show: options.once
      ? () => undefined
      : (states) => screen.show(renderTable([...states.values()], entries.bad)),
  });
}

function clientOf({ namespace, dataConverter }: Stack, connection: Connection): Client {
  return new Client({ connection, namespace, dataConverter });
}

async function connect(address: string): Promise<Connection & AsyncDisposable> {
  const connection = await Connection.connect({ address });
  return Object.assign(connection, { [Symbol.asyncDispose]: () => connection.close() });
}

async function readReservations(file: string): Promise<Entries> {
  const json = await readFile(file, 'utf8');
  const entries = readCanonicalJson(json, file);
  return { ...entries, reservations: moveSampleDates(json, entries.reservations, today()) };
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'staykey-feeds-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

async function writeReport(file: string, states: States, entries: Entries): Promise<void> {
  const report = [
    ...[...states].flatMap(([workflowId, state]) => reportEntries(workflowId, state)),
    ...entries.bad.map(reportBadEntry),
  ];
  await writeJson(file, report);
}

async function writeJson(file: string, content: unknown): Promise<void> {
  await writeFile(file, `${JSON.stringify(content, null, 2)}\n`);
}

function seconds(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('expected a whole number of seconds');
  return value;
}
