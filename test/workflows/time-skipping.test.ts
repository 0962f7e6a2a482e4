import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { fastForward, skipWhenIdle, uniqueTaskQueue, virtualNow } from '../support/time-skipping.ts';
import { daily, diary, patient, word } from './fixtures/patient.ts';

const { address, namespace } = inject('temporal');
const taskQueue = uniqueTaskQueue('time-skipping');
const day = 86_400_000;
let client: Client;
let close: () => Promise<void>;

beforeAll(async () => {
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  client = new Client({ connection, namespace });
  const worker = await Worker.create({
    connection: native,
    namespace,
    taskQueue,
    workflowsPath: join(import.meta.dirname, 'fixtures/patient.ts'),
  });
  const running = worker.run();
  close = async () => {
    worker.shutdown();
    await running;
    await native.close();
    await connection.close();
  };
});
afterAll(() => close());

const startPatient = () =>
  client.workflow.start(patient, { taskQueue, workflowId: uniqueTaskQueue('patient') });

test('five days pass in moments, and a signal then is seen on day five', async () => {
  const run = await startPatient();
  const startedAt = Date.now();

  const now = await fastForward(client, run.workflowId, '5 days');
  await run.signal(word, 'hello');

  expect(await run.query(diary)).toEqual(['day 5: heard hello']);
  expect(Date.now() - startedAt).toBeLessThan(3_000);
  expect(now.getTime() - startedAt).toBeGreaterThanOrEqual(5 * day);
  await run.terminate();
});

test('a second jump starts where the first one ended, and fires what falls due on the way', async () => {
  const run = await startPatient();

  await fastForward(client, run.workflowId, '20 days');
  await run.signal(word, 'hello');
  await expect(fastForward(client, run.workflowId, '20 days')).rejects.toThrow('the execution ended');

  expect(await run.query(diary)).toEqual(['day 20: heard hello', 'day 30: gave up']);
});

test('a jump goes on through continue-as-new, without losing or adding days', async () => {
  const startedAt = Date.now();
  const run = await client.workflow.start(daily, {
    taskQueue,
    workflowId: uniqueTaskQueue('daily'),
    args: [6],
  });

  await fastForward(client, run.workflowId, '2.5 days');
  await fastForward(client, run.workflowId, '1 day');

  expect(await run.query(diary)).toEqual(['day 1: 6 to go', 'day 2: 5 to go', 'day 3: 4 to go']);
  const days = ((await virtualNow(client, run.workflowId)).getTime() - startedAt) / day;
  expect(days).toBeCloseTo(3.5, 2);
  await run.terminate();
});

test('a run that skips whenever idle meets its timeout at once', async () => {
  const run = await startPatient();

  await skipWhenIdle(client, run.workflowId);
  await run.result();

  expect(await run.query(diary)).toEqual(['day 30: gave up']);
});

test('a jump that cannot be made says what holds the run up', async () => {
  const run = await client.workflow.start(patient, {
    taskQueue: uniqueTaskQueue('nobody'),
    workflowId: uniqueTaskQueue('patient'),
  });

  await expect(fastForward(client, run.workflowId, '5 days', { withinMs: 500 })).rejects.toThrow(
    /not there after 500 ms; pending: a workflow task/,
  );
  await run.terminate();
});
