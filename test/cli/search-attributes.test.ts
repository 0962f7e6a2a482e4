import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { searchAttributeTypes } from '../../src/workflows/search-attributes.ts';
import { staykey } from '../support/staykey.ts';

const { address } = inject('temporal');
const { INDEXED_VALUE_TYPE_TEXT } = proto.temporal.api.enums.v1.IndexedValueType;
let connection: Connection;
beforeAll(async () => {
  connection = await Connection.connect({ address });
});
afterAll(() => connection.close());

/** New namespaces are known everywhere on the server after a moment. */
const aNamespace = async () => {
  const namespace = `cli-${randomUUID()}`;
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  });
  const { workflow } = new Client({ connection, namespace });
  await vi.waitFor(() => workflow.count(), { timeout: 30_000, interval: 200 });
  return namespace;
};
const register = (namespace: string, ...options: string[]) =>
  staykey(['search-attributes', 'register', ...options], {
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
  });
const names = Object.keys(searchAttributeTypes);

test('register makes what is missing, and only that', async () => {
  const namespace = await aNamespace();
  const first = await register(namespace, '--json');
  expect(first).toMatchObject({ exitCode: 0, stderr: '' });
  expect(JSON.parse(first.stdout)).toEqual({ made: names, known: [] });
  await vi.waitFor(
    async () =>
      expect((await register(namespace)).stdout).toBe(names.map((name) => `${name}: was there`).join('\n')),
    { timeout: 20_000, interval: 500 },
  );
});

test('an attribute of another type is refused by name, before anything is made', async () => {
  const namespace = await aNamespace();
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: { Attention: INDEXED_VALUE_TYPE_TEXT },
  });
  await vi.waitFor(async () => expect((await register(namespace)).exitCode).toBe(3), {
    timeout: 20_000,
    interval: 500,
  });
  expect((await register(namespace)).stderr).toContain('Attention is Text, expected Keyword');
});
