import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { WorkflowBundle } from '@temporalio/worker';
import pLimit from 'p-limit';
import { startProductionStack, type ProductionStack } from '../src/stack/stack.ts';
import { dataConverterFor } from '../src/temporal/data-converter.ts';
import { parsePayloadKeys } from '../src/temporal/keys.ts';
import { breaks, type Breakable } from './breaks.ts';
import { evidenceText, readCase, readRunIds } from './evidence.ts';
import type { BreakName, PlannedBreak } from './fault-plan.ts';
import { createFeed, readingNow, untilReading } from './feed.ts';
import { checkAnHourLater, checkAtRest, type Invariant } from './invariants.ts';
import type { OlderVersion } from './older-version.ts';
import { createPms, pmsAnswers } from './pms.ts';
import { startReceivers } from './receivers.ts';
import { reissueLatest } from './reissue.ts';
import type { Season } from './season.ts';
import { passHours, replayAll, untilQuiet } from './settle.ts';
import { watchMemory, type MemoryTrend } from './watch-memory.ts';
import { doorsOf } from './world.ts';

export interface ChaosOptions {
  season: Season;
  planned: readonly PlannedBreak[];
  minutes: number;
  folder: string;
  /** What the workers run until they are replaced; null: this code, from the start. */
  older: OlderVersion | null;
  /** libfaketime's library, where it is installed. */
  faketime: string | null;
  workflowBundle: WorkflowBundle;
  say: (line: string) => void;
}

export interface Outcome {
  invariants: Invariant[];
  broken: { name: BreakName; at: number; tookMs: number; error: string | null }[];
  stops: Breakable['stops'];
  /** Processes that ended by themselves and were started again, as Docker would. `how` is the last line it wrote. */
  ownEnds: { part: string; how: string }[];
  /** Readings of the feed that lost their worker and went on with another one. */
  readingsCut: number;
  /** Runs that had begun when workers of the older version were replaced. */
  begunByOlder: number;
  memory: MemoryTrend[];
  requests: {
    pms: number;
    pmsRepeats: number;
    pmsStale: number;
    answers: Record<string, number>;
    seam: number;
    seamFaulty: number;
    readings: number;
  };
  /** Real time, seconds. */
  took: { season: number; settling: number; all: number };
}

// These take processes down and up: one at a time. The others may fall together with anything.
const takesDown = (name: BreakName): boolean => /^(?:kill|stop|deploy|rotate|worker|api)/.test(name);

/** Plays the season on the production shape while it breaks things, lets it settle, and holds what is left against the truth. */
export const playChaos = async (options: ChaosOptions): Promise<Outcome> => {
  const { season, planned, minutes, folder, say } = options;
  const began = Date.now();
  const worldFile = join(folder, 'world.json');
  const feedFile = join(folder, 'feed.json');
  await writeFile(
    worldFile,
    JSON.stringify(doorsOf(season.doorIds, began, began + season.endsAt + 6 * HOUR_MS)),
  );
  await writeFile(feedFile, '[]');
  const ownEnds: Outcome['ownEnds'] = [];
  await using receivers = await startReceivers();
  await using stack = await startProductionStack({
    folder,
    worldFile,
    workers: 2,
    ...(options.older ? { workerScript: options.older.workerScript } : {}),
    simulatorArgs: ['--setting-after', '1000', '--set-after', '2500'],
    env: {
      SMTP_URL: receivers.smtpUrl,
      MAIL_FROM: 'desk@staykey.example',
      STAFF_MAIL_TO: 'staff@staykey.example',
      PMS_WEBHOOK_URL: receivers.pmsUrl,
      PMS_WEBHOOK_SECRET: receivers.pmsSecret,
      SEAM_TIMEOUT_MS: '5000',
      // As slowly as it can be set: a reading takes long enough to be hit.
      STAYKEY_IMPORT_MESSAGES_PER_SECOND: '5',
    },
    say,
    onOwnEnd: (part, how) => ownEnds.push({ part, how }),
  });
  const connection = await Connection.connect({ address: stack.temporalAddress });
  const client = await clientOf(stack, connection);
  let current = client;

  const startsAt = Date.now();
  const feedEnd = startsAt + minutes * 60_000 + 15_000;
  const { bookings } = season;
  const pms = createPms({
    bookings,
    startsAt,
    givesUpAt: feedEnd + PMS_PATIENCE_MS,
    apiUrl: stack.apiUrl,
    token: stack.apiToken,
  });
  const feed = createFeed({
    bookings,
    startsAt,
    file: feedFile,
    client: () => current,
    taskQueue: stack.taskQueue,
  });
  const memory = watchMemory([...stack.workers, stack.api]);
  let begunByOlder = 0;
  const replaced = Promise.withResolvers<void>();
  if (options.older === null) replaced.resolve();
  const stage: Breakable = {
    stack,
    receivers,
    stops: [],
    faketime: options.faketime,
    thisVersionRuns: replaced.promise,
    reissueSome: () => reissueLatest({ ...stack, bookings, events: receivers.events }, 2),
    untilReading: () => untilReading(() => current, feedEnd),
    isReadingCut: async () => (await readingNow(current))?.isPending ?? false,
    readingsCut: { count: 0 },
    deployed: async () => {
      begunByOlder = (await readRunIds(current)).length;
    },
  };
  const broken: Outcome['broken'] = [];
  const oneAtATime = pLimit(1);
  const breakOne = async ({ name, at, lastsMs }: PlannedBreak): Promise<void> => {
    await pause(Math.max(0, startsAt + at - Date.now()));
    const act = async () => {
      const from = Date.now();
      say(`${String(Math.round((from - startsAt) / 1000)).padStart(5)} s  ${name}`);
      const error = await breaks[name](stage, lastsMs).then(() => null, String);
      if (error !== null) say(`${name}: ${error}`);
      if (name === 'deploy workers one by one') replaced.resolve();
      if (name === 'rotate keys') current = await clientOf(stack, connection);
      broken.push({ name, at: from - startsAt, tookMs: Date.now() - from, error });
    };
    await (takesDown(name) ? oneAtATime(act) : act());
  };

  const feeding = feed.play(feedEnd);
  await Promise.all([...planned.map(breakOne), pms.play(), pause(minutes * 60_000)]);
  await feeding;
  say('The faults are over; waiting until nothing is under way…');
  const settlingFrom = Date.now();
  current = await clientOf(stack, connection);
  await feed.readToTheEnd();
  const ids = await readRunIds(current);
  const busy = await untilQuiet(current, ids);
  const gather = () =>
    readCase({ bookings, startsAt, takenAt: pms.takenAt, receivers, client: current, ...stack });
  const evidence = await gather();
  await writeFile(join(folder, 'evidence.json'), evidenceText(evidence));
  const invariants = [...checkAtRest(evidence), pmsAnswers(pms)];
  say('One hour of the runs’ own time…');
  const afterAnHour = await passHours(current, ids, 1, 'at rest');
  afterAnHour.violations.push(...busy);
  invariants.push(afterAnHour, ...checkAnHourLater({ ...(await gather()), at: evidence.at }));
  say('To the end of every stay…');
  const hours = Math.ceil((startsAt + season.endsAt - Date.now()) / HOUR_MS) + 4;
  const over = await passHours(current, ids, hours, 'over');
  invariants.push(over, await replayAll(current, options.workflowBundle, bookings));

  await connection.close();
  const { requests } = evidence.seam;
  return {
    invariants,
    broken: broken.sort((a, b) => a.at - b.at),
    stops: stage.stops,
    ownEnds,
    readingsCut: stage.readingsCut.count,
    begunByOlder,
    memory: memory.stop(),
    requests: {
      pms: pms.counts.requests,
      pmsRepeats: pms.counts.repeats,
      pmsStale: pms.counts.stale,
      answers: pms.counts.answers,
      seam: requests.length,
      seamFaulty: requests.filter(({ faults }) => faults.length > 0).length,
      readings: feed.counts.readings,
    },
    took: {
      season: seconds(settlingFrom - startsAt),
      settling: seconds(Date.now() - settlingFrom),
      all: seconds(Date.now() - began),
    },
  };
};

const HOUR_MS = 3_600_000;
/** Faults that take processes down come one after the other, and may go on after their time. */
const PMS_PATIENCE_MS = 15 * 60_000;
const seconds = (ms: number): number => Math.round(ms / 1000);

/** With the keys as they are now. */
const clientOf = async (
  { keysFile, namespace }: ProductionStack,
  connection: Connection,
): Promise<Client> => {
  const keys = parsePayloadKeys(await readFile(keysFile, 'utf8'));
  return new Client({ connection, namespace, dataConverter: dataConverterFor(keys) });
};
