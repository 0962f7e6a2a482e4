import { randomUUID } from 'node:crypto';
import type { RequestListener, ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unknownHealth, type FeedHealth } from '../../src/domain/feed-health.ts';
import { emptyPage } from '../../src/domain/feed-ledger.ts';
import type { Feed } from '../../src/feeds/feed-config.ts';
import { changeLedger, readLedger } from '../../src/temporal/feed-ledger.ts';
import { rejectMissingUpdate } from '../../src/workflows/import-feed.ts';
import { steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { detailsOf, feedAt, serveFeed, staysOf, startImport, type ImportHandle } from './feed-on-stage.ts';

const door = anOracodeDoor({ timeZone: steadyZone });
let stage: Stage;
beforeEach(async () => {
  stage = await openStage({ world: [door] });
});
afterEach(() => stage[Symbol.asyncDispose]());

const healthOf = async (feed: Feed) => (await readLedger(stage.client, feed.id))[0]?.health ?? unknownHealth;

/**
 * A run whose first attempt writes down how the feed is and dies before it answers. What the feed answers after that is
 * `text`. The server stands in for the death: it makes the attempt end in a way that is tried again.
 */
const afterDeath = async (text: string, source: string, healthIn: (runId: string) => Partial<FeedHealth>) => {
  const { client, taskQueue } = stage;
  let answer: RequestListener = (_, response) => response.end(staysOf(source, 3, door.device_id));
  const feed = feedAt((await serveFeed((request, response) => void answer(request, response))).url);
  await (await startImport(stage, feed)).result();

  const dying = Promise.withResolvers<ServerResponse>();
  answer = (_, response) => dying.resolve(response);
  const run = await startImport(stage, feed);
  const response = await dying.promise;
  const [page = emptyPage()] = await readLedger(client, feed.id);
  const { runId } = await run.describe();
  const health = { ...unknownHealth, ...healthIn(runId) };
  await changeLedger(client, taskQueue, { feedId: feed.id, number: 0, page }, { health });
  answer = (_, response) => response.end(text);
  response.writeHead(503, { 'retry-after': '0' }).end();
  return { feed, run };
};

test.each([
  [2, []],
  [3, [{ cause: 'feed_failing' }]],
])(
  'a failure that was written down before its attempt died is counted once, as the %i.',
  async (failures, told) => {
    const { feed, run } = await afterDeath('<!doctype html>', randomUUID(), (failedIn) => ({
      failures,
      failedIn,
    }));
    await run.result();
    expect(await healthOf(feed)).toMatchObject({ failures });
    expect(await detailsOf(run)).toContain(`${failures} times in a row`);
    expect(await stage.staffNotices()).toMatchObject(told);
  },
);

test('staff hear of a held reading whose first attempt died before it answered, and once', async () => {
  const { feed, run } = await afterDeath('[]', randomUUID(), (heldIn) => ({ heldFor: 3, heldIn }));
  const rejected = async (held: ImportHandle) => {
    await expect.poll(() => detailsOf(held), { timeout: 20_000 }).toContain('**Held**');
    await held.executeUpdate(rejectMissingUpdate, { args: [{ by: 'Ada' }] });
    await held.result();
  };
  await rejected(run);
  await rejected(await startImport(stage, feed));
  expect(await stage.staffNotices()).toMatchObject([{ cause: 'feed_held' }]);
});
