import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScheduleHandle, WorkflowHandle } from '@temporalio/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unknownHealth } from '../../src/domain/feed-health.ts';
import { readFeedConfig, type Feed } from '../../src/feeds/feed-config.ts';
import { readLedger } from '../../src/temporal/feed-ledger.ts';
import { applySchedules, planSchedules } from '../../src/temporal/feed-schedules.ts';
import { approveMissingUpdate, rejectMissingUpdate } from '../../src/workflows/import-feed.ts';
import { stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
let folder: string;
let feed: Feed;
let schedule: ScheduleHandle;
let doorId: string;
let seen: number;
beforeEach(async () => {
  const door = anOracodeDoor({ timeZone: steadyZone });
  doorId = door.device_id;
  stage = await openStage({ world: [door] });
  folder = await mkdtemp(join(tmpdir(), 'staykey-feed-'));
  feed = feedOf();
  seen = 0;
  await apply([feed]);
  schedule = stage.client.schedule.getHandle(`import/${feed.id}`);
});
afterEach(async () => {
  await apply([]);
  await stage[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const feedOf = (parts: object = {}): Feed => {
  const one = {
    id: `feed-${randomUUID()}`,
    kind: 'canonical',
    location: join(folder, 'feed.json'),
    everyMinutes: 1440,
  };
  const [read] = readFeedConfig(JSON.stringify({ feeds: [{ ...one, ...parts }] }), 'feeds.json');
  if (!read) throw new Error('expected a feed');
  return read;
};
const apply = async (feeds: Feed[]) => {
  const plan = await planSchedules(stage.client, stage.taskQueue, feeds);
  await applySchedules(stage.client, stage.taskQueue, plan);
  return plan;
};

const write = (text: string) => writeFile(join(folder, 'feed.json'), text);
const writeStays = (...numbers: number[]) =>
  write(
    JSON.stringify(
      numbers.map((number) => ({
        source: feed.id,
        propertyId: 'beach-house',
        reservationId: `R${number}`,
        ...stayOf({ arrivesInDays: 40 + number * 5 }),
        timeZone: steadyZone,
        doors: [doorId],
        guest: { name: 'Ada Rivers' },
      })),
    ),
  );

/** The schedule's next run, once it has begun. */
const triggered = async (): Promise<WorkflowHandle> => {
  await schedule.trigger();
  seen += 1;
  await expect
    .poll(async () => (await schedule.describe()).info.recentActions.length, { timeout: 20_000 })
    .toBe(seen);
  const last = (await schedule.describe()).info.recentActions.at(-1);
  if (last?.action.type !== 'startWorkflow') throw new Error('expected a run');
  return stage.client.workflow.getHandle(last.action.workflow.workflowId);
};
const detailsOf = async (run: WorkflowHandle) => {
  const { currentDetails = '' } = await run.query<{ currentDetails?: string }>(
    '__temporal_workflow_metadata',
  );
  return currentDetails;
};
const known = async () => Object.entries((await readLedger(stage.client, feed.id))[0]?.entries ?? {});
const healthOf = async (run: WorkflowHandle) => {
  await run.result();
  return (await readLedger(stage.client, feed.id))[0]?.health ?? unknownHealth;
};

test('a run of the schedule imports the feed, and the next one finds nothing to do', async () => {
  await writeStays(1, 2);
  const first = await triggered();
  expect(await healthOf(first)).toMatchObject({ failures: 0, heldFor: null });
  expect(await detailsOf(first)).toContain('2 started, 0 changed');
  const second = await triggered();
  await second.result();
  expect(await detailsOf(second)).toContain('0 started, 0 changed, 0 sent again, 0 cancelled, 2 unchanged');
});

test('a held reading waits for a human, tells staff once, and is approved with the count that was seen', async () => {
  await writeStays(1, 2, 3);
  await (await triggered()).result();
  await write('[]');
  const held = await triggered();
  await expect.poll(() => detailsOf(held), { timeout: 20_000 }).toContain('**Held**');
  expect(await detailsOf(held)).toContain('3 are missing');
  await expect(
    held.executeUpdate(approveMissingUpdate, { args: [{ missing: 2, by: 'Ada' }] }),
  ).rejects.toMatchObject({
    cause: { message: 'missing: 2; expected 3, as the details say' },
  });
  await held.executeUpdate(approveMissingUpdate, { args: [{ missing: 3, by: 'Ada' }] });
  expect(await healthOf(held)).toMatchObject({ heldFor: null });
  expect((await known()).map(([, { status }]) => status)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  const notices = await stage.staffNotices();
  expect(notices).toMatchObject([{ kind: 'feed', cause: 'feed_held', feedId: feed.id, severity: 'medium' }]);
});

test('a reading that was rejected tells nobody again, and goes on when the feed is well', async () => {
  await writeStays(1, 2, 3);
  await (await triggered()).result();
  await write('[]');
  for (let reading = 0; reading < 2; reading += 1) {
    const held = await triggered();
    await expect.poll(() => detailsOf(held), { timeout: 20_000 }).toContain('**Held**');
    await held.executeUpdate(rejectMissingUpdate, { args: [{ by: 'Ada' }] });
    expect(await healthOf(held)).toMatchObject({ heldFor: 3 });
  }
  expect(await stage.staffNotices()).toHaveLength(1);
  await writeStays(1, 2, 3);
  const well = await triggered();
  expect(await healthOf(well)).toMatchObject({ heldFor: null });
  expect(await detailsOf(well)).toContain('3 unchanged');
});

test('a feed that fails is brought up at its third run, once', async () => {
  await write('<!doctype html><p>Log in</p>');
  for (let failures = 1; failures <= 4; failures += 1) {
    const run = await triggered();
    expect(await healthOf(run)).toMatchObject({ failures });
    expect(await detailsOf(run)).toContain('feed.json is a web page or XML');
  }
  expect(await stage.staffNotices()).toMatchObject([{ cause: 'feed_failing', feedId: feed.id }]);
  await writeStays(1);
  expect(await healthOf(await triggered())).toMatchObject({ failures: 0 });
});

test('schedules become equal to the configuration, and another task queue’s are left alone', async () => {
  const [other, changed] = [feedOf(), { ...feed, everyMinutes: 30 }];
  expect(await planSchedules(stage.client, stage.taskQueue, [feed])).toMatchObject({
    same: [feed.id],
    change: [],
  });
  await schedule.pause('by hand');
  expect(await apply([changed, other])).toMatchObject({
    create: [other],
    change: [changed],
    remove: [],
    paused: [feed.id],
  });
  const { policies, spec, state } = await schedule.describe();
  expect(policies).toMatchObject({ overlap: 'SKIP', catchupWindow: 600_000 });
  expect(spec.intervals).toMatchObject([{ every: 1_800_000 }]);
  expect(state.paused).toBe(true);
  expect(await planSchedules(stage.client, `${stage.taskQueue}-other`, [])).toMatchObject({ remove: [] });
  expect(await apply([other])).toMatchObject({ same: [other.id], remove: [feed.id] });
});
