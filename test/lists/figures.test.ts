import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import type { Reservation } from '../../src/domain/reservation.ts';
import { exposeFigures } from '../../src/metrics/figures.ts';
import { applySchedules, planSchedules } from '../../src/temporal/feed-schedules.ts';
import { registerSearchAttributes } from '../../src/temporal/register-search-attributes.ts';
import { cancelReservationUpdate } from '../../src/workflows/messages.ts';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { openStageOn, type Stage } from '../support/stage-on-server.ts';
import { feedAt } from '../import/feed-on-stage.ts';

// Figures are of a whole namespace, and the other tests have theirs.
const namespace = `figures-${randomUUID()}`;
const door = anOracodeDoor({ timeZone: steadyZone });
let stage: Stage;
beforeAll(async () => {
  const { address } = inject('temporal');
  const connection = await Connection.connect({ address });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  const client = new Client({ connection, namespace });
  const known = { timeout: 30_000, interval: 200 };
  await vi.waitFor(() => registerSearchAttributes(client), known);
  await vi.waitFor(() => client.workflow.count("AccessStatus = 'ready' AND Attention IS NULL"), known);
  await connection.close();
  const workflowBundle = { codePath: inject('workflowBundle') };
  stage = await openStageOn(
    { address, namespace },
    { world: [door], createsPerMinute: 100 },
    {},
    { workflowBundle },
  );
});
afterAll(() => stage[Symbol.asyncDispose]());

const booked = (stay: Reservation['stay'], doorIds = [door.device_id]) =>
  aReservation({ doorIds, stay, timeZone: steadyZone });
const soon = stayOf({ arrivesInDays: 0, from: '00:00', nights: 2 });

const scraped = () => {
  const { registry, refresh } = figuresOf(stage.client, 0);
  return async () => {
    await refresh();
    return registry.metrics();
  };
};
/** The visibility store lags a moment. */
const shows = (scrape: () => Promise<string>, ...lines: string[]) =>
  vi.waitFor(async () => expect((await scrape()).split('\n')).toEqual(expect.arrayContaining(lines)), {
    timeout: 20_000,
    interval: 200,
  });

test('a guest who arrives without a code, a live code nobody wants and whom it endangers are counted', async () => {
  const scrape = scraped();
  const refused = await stage.start(booked(soon, ['no-such-door']));
  await stage.settle(refused);
  const planned = await stage.start(booked(stayOf({ arrivesInDays: 40 })));
  await stage.settle(planned);
  const leaver = await stage.start(booked(stayOf({ arrivesInDays: 3, nights: 3 })));
  await stage.settle(leaver);
  await stage.untilReady(leaver);
  await shows(
    scrape,
    'staykey_reservations{status="needs_attention"} 1',
    'staykey_reservations{status="planned"} 1',
    'staykey_reservations{status="ready"} 1',
    'staykey_reservations_attention{attention="device_not_found"} 1',
    'staykey_arrivals_without_code{within="4h"} 1',
    'staykey_arrivals_without_code{within="24h"} 1',
    'staykey_live_codes_open 0',
    'staykey_task_queue_pollers{kind="workflow"} 1',
    'staykey_task_queue_backlog{kind="activity"} 0',
  );

  await leaver.executeUpdate(cancelReservationUpdate, { args: [{ revision: 2 }] });
  await stage.settle(leaver);
  await shows(scrape, 'staykey_live_codes_open 1', 'staykey_live_codes_overlapping 0');

  const next = await stage.start(booked(stayOf({ arrivesInDays: 4, nights: 3 })));
  await stage.settle(next);
  await refused.terminate('for the figures');
  await shows(
    scrape,
    'staykey_live_codes_overlapping 1',
    'staykey_arrivals_without_code{within="24h"} 0',
    'staykey_runs_failed 1',
  );
  const text = await scrape();
  expect(text).not.toContain('device_not_found');
  expect(text).not.toMatch(/beach-house|R-|Ada/);
});

/** With a connection that a test may close. */
const ownClient = async () => {
  const connection = await Connection.connect({ address: inject('temporal').address });
  return { client: new Client({ connection, namespace }), close: () => connection.close() };
};
const figuresOf = (client: Client, oldestMs: number) => {
  const registry = new Registry();
  const warned: unknown[] = [];
  const warn = (error: unknown) => void warned.push(error);
  const refresh = exposeFigures(registry, { client, taskQueue: stage.taskQueue, warn, oldestMs });
  return { registry, warned, refresh };
};
const withFigures = /^staykey_reservations\{status="ready"\} \d+$/m;

test('while figures are young Temporal is not asked again, whoever scrapes', async () => {
  const { client, close } = await ownClient();
  const { registry, warned, refresh } = figuresOf(client, 60_000);
  await Promise.all([refresh(), refresh(), refresh()]);
  const before = await registry.metrics();
  expect(before).toMatch(withFigures);
  await close();
  await refresh();
  expect(await registry.metrics()).toBe(before);
  expect(warned).toEqual([]);
});

test('when Temporal gives no answer the figures stay, with their age, and somebody is told', async () => {
  const { client, close } = await ownClient();
  const { registry, warned, refresh } = figuresOf(client, 0);
  await refresh();
  const before = await registry.metrics();
  expect(before).toMatch(withFigures);
  await close();
  await refresh();
  expect(await registry.metrics()).toBe(before);
  expect(warned).toHaveLength(1);
});

test('before Temporal has given any there is no figure, and their time is none', async () => {
  const { client, close } = await ownClient();
  await close();
  const { registry, warned, refresh } = figuresOf(client, 0);
  await refresh();
  const text = await registry.metrics();
  expect(text).toMatch(/^staykey_figures_timestamp_seconds 0$/m);
  expect(text).not.toMatch(/^staykey_(reservations|runs_failed|live_codes_open)/m);
  expect(warned).toHaveLength(1);
});

test('a feed’s time is that of the last reading that went well, not of one that failed since', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'staykey-feed-')), 'feed.json');
  const feed = feedAt(file);
  await applySchedules(
    stage.client,
    stage.taskQueue,
    await planSchedules(stage.client, stage.taskQueue, [feed]),
  );
  const scrape = scraped();
  const schedule = stage.client.schedule.getHandle(`import/${feed.id}`);
  const readOnce = async (text: string, times: number) => {
    await writeFile(file, text);
    await schedule.trigger();
    await vi.waitFor(
      async () => {
        const { recentActions, runningActions } = (await schedule.describe()).info;
        expect([recentActions.length, runningActions.length]).toEqual([times, 0]);
      },
      { timeout: 20_000, interval: 100 },
    );
  };
  const readAt = async () =>
    Number(
      new RegExp(`^staykey_feed_read_timestamp_seconds\\{feed="${feed.id}"\\} (.*)$`, 'm').exec(
        await scrape(),
      )?.[1],
    );

  await readOnce('[]', 1);
  const [well] = (await schedule.describe()).info.recentActions;
  const wellAt = (well?.takenAt.getTime() ?? 0) / 1000;
  await vi.waitFor(async () => expect(await readAt()).toBeCloseTo(wellAt, 3), {
    timeout: 20_000,
    interval: 200,
  });
  // A schedule names its runs by the second: a second one within it would not be started.
  await vi.waitUntil(() => Date.now() / 1000 >= Math.floor(wellAt) + 1, { timeout: 20_000 });
  await readOnce('no JSON', 2);
  const listed = async () => {
    for await (const { scheduleId, info } of stage.client.schedule.list())
      if (scheduleId === `import/${feed.id}`) return info.recentActions.length;
    return 0;
  };
  await vi.waitFor(async () => expect(await listed()).toBe(2), { timeout: 20_000, interval: 200 });
  expect(await readAt()).toBeCloseTo(wellAt, 3);
  expect(await scrape()).toContain(`staykey_feed_interval_seconds{feed="${feed.id}"} 86400`);
  await schedule.pause();
  await vi.waitFor(async () => expect(await readAt()).toBeNaN(), { timeout: 20_000, interval: 200 });
  await schedule.delete();
});
