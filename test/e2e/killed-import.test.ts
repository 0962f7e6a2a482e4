import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LedgerEntry } from '../../src/domain/feed-ledger.ts';
import type { Reservation } from '../../src/domain/reservation.ts';
import type { Child } from '../../src/local/child-process.ts';
import { readLedger } from '../../src/temporal/feed-ledger.ts';
import { steadyZone } from '../support/builders.ts';
import { writeJson } from '../support/local.ts';
import { openOwnServer, type OwnServer } from '../support/own-server.ts';
import { anOracodeDoor, startSimulator, type RunningSimulator } from '../support/simulator.ts';
import { feedAt, startImport, staysOf } from '../import/feed-on-stage.ts';

const door = anOracodeDoor({ timeZone: steadyZone });
let simulator: RunningSimulator;
let server: OwnServer;
let client: Client;
beforeEach(async () => {
  simulator = await startSimulator({ world: [door] });
  server = await openOwnServer();
  client = server.clientWith(null);
});
afterEach(async () => {
  await server.stop();
  await simulator.close();
});

const startWorker = () =>
  server.startWorker({
    SEAM_API_KEY: simulator.apiKey,
    SEAM_ENDPOINT: simulator.url,
    STAYKEY_LOG_LEVEL: 'ERROR',
    STAYKEY_IMPORT_MESSAGES_PER_SECOND: '100',
  });
const kill = async (worker: Child) => {
  process.kill(worker.pid, 'SIGKILL');
  await worker.unexpectedEnd.catch(() => undefined);
};

const SOURCE = 'killed';
const idOf = (index: number) => `reservation/${SOURCE}/beach-house/R${index}`;
const exists = (workflowId: string) =>
  client.workflow
    .getHandle(workflowId)
    .describe()
    .then(
      () => true,
      () => false,
    );
/** The revisions a run was told, in order. */
const revisionsTold = async (workflowId: string): Promise<number[]> => {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => {
    const payload = signal?.input?.payloads?.[0];
    return payload ? defaultPayloadConverter.fromPayload<Reservation>(payload).revision : [];
  });
};
const entriesNow = async (feedId: string): Promise<Record<string, LedgerEntry>> =>
  Object.assign({}, ...(await readLedger(client, feedId)).map(({ entries }) => entries)) as never;

test('an import whose worker is killed in the middle of sending goes on with another, and skips nothing', async () => {
  const [settled, all] = [40, 340];
  const feed = feedAt(writeJson('killed-feed.json', staysOf(SOURCE, settled, door.device_id)));
  const first = startWorker();
  const stage = { client, taskQueue: 'staykey' };
  await (await startImport(stage, feed)).result();

  writeJson('killed-feed.json', staysOf(SOURCE, all, door.device_id));
  const run = await startImport(stage, feed);
  await vi.waitUntil(() => exists(idOf(settled + 60)), { timeout: 30_000, interval: 50 });
  await kill(first);
  const isThere = await Promise.all(Array.from({ length: all }, (_, index) => exists(idOf(index))));
  const sentBefore = isThere.filter(Boolean).length;
  expect(sentBefore).toBeGreaterThan(settled);
  expect(sentBefore).toBeLessThan(all);

  startWorker();
  await run.result();
  const entries = await entriesNow(feed.id);
  expect(Object.keys(entries)).toHaveLength(all);
  expect(Object.values(entries).filter(({ isUnsent }) => isUnsent)).toEqual([]);
  const told = await Promise.all(Array.from({ length: all }, (_, index) => revisionsTold(idOf(index))));
  told.forEach((revisions, index) => {
    // What was on the page and not known to be sent is sent once more, with the same revision; nothing else is.
    const mayBeTwice = index >= settled && isThere[index];
    const revision = entries[idOf(index)]?.revision;
    expect([idOf(index), revisions]).toEqual([idOf(index), mayBeTwice ? [revision, revision] : [revision]]);
  });
});
