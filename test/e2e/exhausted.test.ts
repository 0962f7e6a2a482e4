import { Client, Connection } from '@temporalio/client';
import { expect, test } from 'vitest';
import { planImport } from '../../src/domain/plan-import.ts';
import { readFeed } from '../../src/feeds/read-feed.ts';
import { createFeedImporter } from '../../src/temporal/feed-importer.ts';
import { readLedger } from '../../src/temporal/feed-ledger.ts';
import { grpcCode } from '../../src/temporal/no-answer.ts';
import { feedAt, signalsTo, staysOf } from '../import/feed-on-stage.ts';
import { openOwnServer } from '../support/own-server.ts';

const RESOURCE_EXHAUSTED = 8;

test('an import waits for a Temporal that is asked too much, and sends each message once', async () => {
  await using server = await openOwnServer({
    settings: { 'frontend.namespaceRPS': 30, 'frontend.namespaceBurstRatio': 1 },
  });
  server.startWorker({ SEAM_API_KEY: 'seam_none', STAYKEY_PAYLOAD_ENCRYPTION: 'off' });
  const client = server.clientWith(null);
  const feed = feedAt('bookings.json');
  const reading = readFeed(feed, staysOf('busy', 60), 'bookings.json');
  const plan = planImport(reading, [], { absence: feed.absence, nowMs: Date.now() });
  const importer = createFeedImporter(client, 'staykey', { messagesPerSecond: 1_000 });
  const about = { feedId: feed.id, importRunId: feed.id, onStep: () => undefined };
  expect(await importer.carryOut(about, [], plan)).toEqual([]);
  for (const { workflowId } of plan.steps) {
    expect(await signalsTo(client.workflow.getHandle(workflowId))).toEqual(['reservation']);
  }
  const entries = (await readLedger(client, feed.id)).flatMap(({ entries }) => Object.values(entries));
  expect(entries.filter(({ isUnsent }) => isUnsent)).toEqual([]);

  // Whoever does not wait is refused here.
  const connection = await Connection.connect({ address: server.address, interceptors: [] });
  const { workflow } = new Client({ connection });
  const id = plan.steps[0]?.workflowId ?? '';
  const asked = await Promise.allSettled(Array.from({ length: 60 }, () => workflow.getHandle(id).describe()));
  await connection.close();
  expect(asked.map((answer) => (answer.status === 'rejected' ? grpcCode(answer.reason) : 0))).toContain(
    RESOURCE_EXHAUSTED,
  );
}, 90_000);
