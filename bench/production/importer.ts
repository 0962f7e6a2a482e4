import { randomUUID } from 'node:crypto';
import pLimit from 'p-limit';
import { importFeedOnce, type ReadingSource } from '../../src/activities/import-feed.ts';
import { reservationWorkflowId } from '../../src/domain/ids.ts';
import type { Reservation } from '../../src/domain/reservation.ts';
import { readFeedConfig } from '../../src/feeds/feed-config.ts';
import { readFeed } from '../../src/feeds/read-feed.ts';
import { createFeedImporter } from '../../src/temporal/feed-importer.ts';
import { reservationSignal } from '../../src/workflows/messages.ts';
import type { reservationWorkflow } from '../../src/workflows/reservation.ts';
import { asReservation, bulkFeed, type BulkRow } from '../bulk-reservations.ts';
import { numberText, spreadOf, spreadText } from '../measure.ts';
import { atLeast, atMost, type Findings } from './finding.ts';
import type { Shape } from './shape.ts';

const ROWS = 1_000;
const AT_ONCE = 20;
/** Beyond the issue window of this stack: what is measured is the import, not the making of codes. */
const DAYS_AHEAD = 400;

/** A first import against a bare loop that tells the same runs, and one that finds nothing changed against reading the file. */
export const measureImporter = async (
  shape: Shape,
  rounds: number,
  say: (line: string) => void,
): Promise<Findings> => {
  const ratios = { first: [] as number[], unchanged: [] as number[] };
  const ms = {
    bare: [] as number[],
    first: [] as number[],
    reading: [] as number[],
    unchanged: [] as number[],
  };
  for (let round = 0; round <= rounds; round += 1) {
    say(`importer, round ${round} of ${rounds}`);
    const bare = await timed(() => bareLoop(shape, rowsOf(`bare-${randomUUID()}`)));
    await shape.untilIdle();
    const feedId = `bench-${randomUUID()}`;
    const text = JSON.stringify(rowsOf(feedId));
    const first = await timed(() => importOnce(shape, feedId, text));
    await shape.untilIdle();
    const reading = await timed(() => Promise.resolve(readFeed(feedOf(feedId), text, 'feed.json')));
    const unchanged = await timed(() => importOnce(shape, feedId, text));
    if (round === 0) continue;
    ms.bare.push(bare);
    ms.first.push(first);
    ms.reading.push(reading);
    ms.unchanged.push(unchanged);
    ratios.first.push(bare / first);
    ratios.unchanged.push(unchanged / reading);
  }
  const [first, unchanged] = [spreadOf(ratios.first), spreadOf(ratios.unchanged)];
  const against = (one: number[], other: number[]) =>
    `${spreadText(spreadOf(one), 0)} against ${spreadText(spreadOf(other), 0)}`;
  return {
    title: 'The importer against a bare loop',
    how: `${numberText(ROWS)} canonical rows, all new and more than a year ahead, against a loop of signal-with-start of the same workflow with ${AT_ONCE} under way at a time, no search attributes, no memo and nothing remembered; then the same rows again against reading the file alone. ${rounds} rounds by turns; the worker takes each new run’s first step at the same time.`,
    findings: [
      {
        what: 'first import, share of the loop’s speed',
        figure: `${spreadText(first)}×`,
        goal: atLeast(0.9, first.median),
      },
      { what: 'of that, ms', figure: against(ms.first, ms.bare) },
      {
        what: 'nothing changed, time beside reading the file',
        figure: `${spreadText(unchanged)}×`,
        goal: atMost(3, unchanged.median),
      },
      { what: `of that, ms for ${numberText(ROWS)} rows`, figure: against(ms.unchanged, ms.reading) },
    ],
  };
};

const rowsOf = (source: string): BulkRow[] => bulkFeed(source, ROWS, () => false, DAYS_AHEAD);

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};

const bareLoop = async ({ client, stack }: Shape, rows: readonly BulkRow[]): Promise<void> => {
  await pLimit(AT_ONCE).map([...rows], async (row) => {
    const reservation = asReservation(row);
    await client.workflow.signalWithStart<typeof reservationWorkflow, [Reservation]>('reservationWorkflow', {
      workflowId: reservationWorkflowId(reservation),
      taskQueue: stack.taskQueue,
      args: [reservation],
      signal: reservationSignal,
      signalArgs: [reservation],
    });
  });
};

const feedOf = (feedId: string) => {
  const [feed] = readFeedConfig(
    JSON.stringify({ feeds: [{ id: feedId, kind: 'canonical', location: 'feed.json' }] }),
    'feeds.json',
  );
  if (!feed) throw new Error(`No feed ${feedId}`);
  return feed;
};

const importOnce = async ({ client, stack }: Shape, feedId: string, text: string): Promise<void> => {
  const source: ReadingSource = {
    importer: createFeedImporter(client, stack.taskQueue, { messagesPerSecond: 10_000 }),
    fetch: () =>
      Promise.resolve({ kind: 'text', text, fileName: 'feed.json', contentType: null, validators: null }),
    read: readFeed,
    now: Date.now,
    signal: new AbortController().signal,
  };
  const request = {
    feed: feedOf(feedId),
    importRunId: `bench-${feedId}`,
    runId: randomUUID(),
    acceptsMissing: 0,
  };
  const { result } = await importFeedOnce(source, request, () => {});
  if ('failure' in result || result.failed > 0)
    throw new Error(`The import failed: ${JSON.stringify(result)}`);
};
