import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, expect, test } from 'vitest';
import { createImportFeed } from '../../src/activities/import-feed.ts';
import { planImport } from '../../src/domain/plan-import.ts';
import { readFeed } from '../../src/feeds/read-feed.ts';
import { applyReservation } from '../../src/temporal/apply-reservation.ts';
import { createFeedImporter } from '../../src/temporal/feed-importer.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import { aReservation, before, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { detailsOf, feedAt, serveFeed, signalsTo, staysOf, startImport } from './feed-on-stage.ts';

const door = anOracodeDoor({ timeZone: steadyZone });
let stage: Stage;
afterEach(() => stage[Symbol.asyncDispose]());

const NORMAL = 3;
const AFTER_ALL_ELSE = 4;

const planOf = (source: string, count: number) => {
  const feed = feedAt('bookings.json');
  const reading = readFeed(feed, staysOf(source, count, door.device_id), 'bookings.json');
  const plan = planImport(reading, [], { absence: feed.absence, nowMs: Date.now() });
  return { about: { feedId: feed.id, importRunId: feed.id, onStep: () => undefined }, plan };
};

test('messages are sent at an even pace, of all imports of a process together', async () => {
  stage = await openStage({});
  const importer = createFeedImporter(stage.client, stage.taskQueue, { messagesPerSecond: 25 });
  const plans = [planOf(randomUUID(), 12), planOf(randomUUID(), 12)];
  const begun = performance.now();
  await Promise.all(plans.map(({ about, plan }) => importer.carryOut(about, [], plan)));
  // 24 messages: the first at once, each of the others 40 ms after the last one.
  expect(performance.now() - begun).toBeGreaterThan(23 * 40 - 5);
});

test('a booking that comes while an import is under way is seen to before most of the import', async () => {
  stage = await openStage({ world: [door] }, {}, { maxConcurrentWorkflowTaskExecutions: 2 });
  // The look at the door is a part of a run's first task, of which the worker does two at once.
  stage.simulator.addFault({ kind: 'slow', path: '/devices/get', delay_ms: 60 });
  const { client, taskQueue } = stage;
  const source = randomUUID();
  const { about, plan } = planOf(source, 300);
  const importing = createFeedImporter(client, taskQueue, { messagesPerSecond: 1_000 });
  await importing.carryOut(about, [], plan);
  const booked = aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: 60 }) });
  expect(await applyReservation(client, taskQueue, booked, 15_000)).toMatchObject({ outcome: 'started' });

  const histories = await Promise.all(
    plan.steps.map(({ workflowId }) => client.workflow.getHandle(workflowId).fetchHistory()),
  );
  const begun = histories.filter(({ events }) =>
    events?.some(({ workflowTaskCompletedEventAttributes: completed }) => completed),
  );
  expect(begun.length).toBeLessThan(150);
});

test('what an import brings for tonight is as urgent as any booking, and what is far ahead waits', async () => {
  stage = await openStage({ world: [door] });
  const { client, taskQueue } = stage;
  const priorityOf = async (arrivesInDays: number, importRunId: string | null) => {
    const reservation = aReservation({
      doorIds: [door.device_id],
      stay: stayOf({ arrivesInDays }),
      timeZone: steadyZone,
    });
    const { workflowId } = await startReservation(client, taskQueue, reservation, { importRunId });
    const { priority } = await client.workflow.getHandle(workflowId).describe();
    return priority?.priorityKey ?? NORMAL;
  };
  expect(await priorityOf(1, 'import')).toBe(NORMAL);
  expect(await priorityOf(60, 'import')).toBe(AFTER_ALL_ELSE);
  expect(await priorityOf(60, null)).toBe(NORMAL);
});

test('once its time has come, the code of an imported reservation is as urgent as any other', async () => {
  stage = await openStage({ world: [door] });
  const { client, taskQueue } = stage;
  const stay = stayOf({ arrivesInDays: 30 });
  const reservation = aReservation({ doorIds: [door.device_id], stay, timeZone: steadyZone });
  const { workflowId } = await startReservation(client, taskQueue, reservation, { importRunId: 'import' });
  const run = client.workflow.getHandle(workflowId);
  await stage.until(run, ({ state }) => state === 'not_yet_due');
  await stage.passTo(run, before(stay.arrival, { days: 6 }));
  await stage.untilReady(run);
  await expect.poll(() => stage.told.length, { timeout: 20_000 }).toBe(1);
  const { events } = await run.fetchHistory();
  const priorities = (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) =>
    scheduled ? [[scheduled.activityType?.name, scheduled.priority?.priorityKey]] : [],
  );
  expect(priorities).toEqual([
    ['issueAccessCode', NORMAL],
    ['deliverCodes', NORMAL],
  ]);
});

test('a long reading says on its page how far it is, now and then', async () => {
  stage = await openStage({}, {}, { importing: { messagesPerSecond: 40, tellEveryMs: 400 } });
  const text = staysOf(randomUUID(), 80);
  const feed = feedAt((await serveFeed((_, response) => response.end(text))).url);
  const long = await startImport(stage, feed);
  await expect.poll(() => detailsOf(long), { timeout: 20_000 }).toMatch(/Being read\. \d+ of 80 sent\./);
  await long.result();
  expect(await detailsOf(long)).toContain('80 started');
  const messages = (await signalsTo(long)).length;
  expect(messages).toBeGreaterThan(0);
  const { startTime, closeTime } = await long.describe();
  expect(messages).toBeLessThanOrEqual(((closeTime?.getTime() ?? 0) - startTime.getTime()) / 400);
});

test('a reading that takes less than half a minute costs no message', async () => {
  stage = await openStage({});
  const text = staysOf(randomUUID(), 2);
  const short = await startImport(stage, feedAt((await serveFeed((_, response) => response.end(text))).url));
  await short.result();
  expect(await signalsTo(short)).toEqual([]);
});

test('its heartbeats say of which feed, how far and at which page it is', async () => {
  stage = await openStage({});
  const { client, taskQueue } = stage;
  const importer = createFeedImporter(client, taskQueue, { messagesPerSecond: 1_000 });
  const text = staysOf(randomUUID(), 3);
  const feed = feedAt((await serveFeed((_, response) => response.end(text))).url);
  const request = { feed, importRunId: 'import', runId: randomUUID(), acceptsMissing: 0 };
  const shown: unknown[] = [];
  await new MockActivityEnvironment().run(
    createImportFeed({ importer, env: {} }),
    request,
    (progress: object) => shown.push(progress),
  );
  expect(shown).toEqual([1, 2, 3].map((done) => ({ feed: feed.id, page: 0, done, of: 3 })));
});
