import { readFileSync } from 'node:fs';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { documents } from '../support/code-blocks.ts';

const attribute =
  /^(ExecutionStatus|WorkflowType|PropertyId|ReservationId|AccessStatus|Attention|ImportRunId|DeviceIds|AccessCodeIds|ArrivalAt|DepartureAt|StartTime|TaskQueue)\s+(=|<|>|!=|IN|IS|NOT)\s/;
/** List queries anywhere in a page, by themselves or after `--query`; what is to be filled in, filled in. */
const queriesOf = (page: string): string[] =>
  [...readFileSync(page, 'utf8').matchAll(/`([^`\n]+)`/g)]
    .map(([, code = '']) => /--query "([^"…]+)"/.exec(code)?.[1] ?? code)
    .filter((code) => attribute.test(`${code} `))
    .map((query) => query.replace(/<time [^>]*>/g, '2026-12-01T00:00:00Z').replace(/<[a-z][a-z ]*>/g, 'any'));
const queries = documents.flatMap((page) => queriesOf(page).map((query) => [page, query] as const));

let connection: Connection;
let client: Client;
beforeAll(async () => {
  const { address, namespace } = inject('temporal');
  connection = await Connection.connect({ address });
  client = new Client({ connection, namespace });
});
afterAll(() => connection.close());

test('the pages have list queries', () => expect(queries.length).toBeGreaterThan(20));

test.each(queries)('%s: Temporal takes %s', async (_page, query) => {
  const { count } = await client.workflow.count(query);
  expect(count).toBeGreaterThanOrEqual(0);
});

test('a query with a name that no run has is refused, so that the others are worth something', async () => {
  await expect(client.workflow.count("ReservationID = 'any'")).rejects.toThrow();
});
