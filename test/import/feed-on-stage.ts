import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WorkflowHandle } from '@temporalio/client';
import { onTestFinished } from 'vitest';
import { readFeedConfig, type Feed } from '../../src/feeds/feed-config.ts';
import type { importFeedWorkflow } from '../../src/workflows/import-feed.ts';
import { stayOf, steadyZone } from '../support/builders.ts';
import type { Stage } from '../support/stage.ts';

export type ImportHandle = WorkflowHandle<typeof importFeedWorkflow>;

/** Canonical JSON that is fetched from `location`; loopback is allowed. */
export const feedAt = (location: string, parts: object = {}): Feed => {
  const one = {
    id: `feed-${randomUUID()}`,
    kind: 'canonical',
    location,
    everyMinutes: 1440,
    allow: { addresses: ['127.0.0.1/32'] },
  };
  const [read] = readFeedConfig(JSON.stringify({ feeds: [{ ...one, ...parts }] }), 'feeds.json');
  if (!read) throw new Error('expected a feed');
  return read;
};

/** Stays far ahead, `R0` to `R<count - 1>`. */
export const staysOf = (source: string, count: number, doorId = 'door-1'): string =>
  JSON.stringify(
    Array.from({ length: count }, (_, index) => ({
      source,
      propertyId: 'beach-house',
      reservationId: `R${index}`,
      ...stayOf({ arrivesInDays: 40 + index * 5 }),
      timeZone: steadyZone,
      doors: [doorId],
      guest: { name: 'Ada Rivers' },
    })),
  );

/** A feed's server on this machine; `requests` are those it was asked. Ends with the test. */
export const serveFeed = async (answer: RequestListener) => {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/bookings.json`, requests };
};

/** A run as the feed's schedule begins one. */
export const startImport = (
  { client, taskQueue }: Pick<Stage, 'client' | 'taskQueue'>,
  feed: Feed,
): Promise<ImportHandle> =>
  client.workflow.start<typeof importFeedWorkflow>('importFeedWorkflow', {
    workflowId: `import/${feed.id}-${randomUUID()}`,
    taskQueue,
    args: [feed],
  });

export const detailsOf = async (run: ImportHandle): Promise<string> => {
  const { currentDetails = '' } = await run.query<{ currentDetails?: string }>(
    '__temporal_workflow_metadata',
  );
  return currentDetails;
};

/** The names of the signals in a run's history. */
export const signalsTo = async (run: WorkflowHandle): Promise<string[]> => {
  const { events } = await run.fetchHistory();
  return (events ?? []).flatMap(
    ({ workflowExecutionSignaledEventAttributes: signal }) => signal?.signalName ?? [],
  );
};
