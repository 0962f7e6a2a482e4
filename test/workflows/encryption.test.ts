import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { heartbeat } from '@temporalio/activity';
import { Client, Connection, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { expect, inject, test, vi } from 'vitest';
import { dataConverterFor } from '../../src/temporal/data-converter.ts';
import { allText } from '../support/all-text.ts';
import { keysOf } from '../support/payload-keys.ts';
import { uniqueTaskQueue } from '../support/time-skipping.ts';
import { said, say, type talkative } from './fixtures/talkative.ts';

const workflowsPath = fileURLToPath(new URL('./fixtures/talkative.ts', import.meta.url));
const word = 'marigold';

/** A word wherever the SDK lets one be put, on a server whose answers are read with and without keys. */
const stageWord = async (keys: Parameters<typeof dataConverterFor>[0]) => {
  const { address, namespace } = inject('temporal');
  const dataConverter = dataConverterFor(keys);
  const { failureConverterPath } = dataConverter;
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath,
    logger: new DefaultLogger('ERROR'),
    ...(failureConverterPath === undefined ? {} : { failureConverterPath }),
  });
  const workerConnection = await NativeConnection.connect({ address });
  const taskQueue = uniqueTaskQueue('encryption');
  const worker = await Worker.create({
    connection: workerConnection,
    namespace,
    taskQueue,
    workflowBundle,
    dataConverter,
    activities: {
      stumble: async (heard: string) => {
        heartbeat(heard);
        throw ApplicationFailure.create({
          message: heard,
          type: 'Stumbled',
          details: [heard],
          cause: new Error(heard),
        });
      },
    },
  });
  const running = worker.run();
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace, dataConverter });
  const run = await client.workflow.start<typeof talkative>('talkative', {
    workflowId: `talkative-${randomUUID()}`,
    taskQueue,
    args: [word],
    memo: { first: word },
    staticSummary: word,
    staticDetails: word,
  });
  await vi.waitUntil(async () => (await run.describe()).raw.pendingActivities?.[0]?.lastFailure != null, {
    timeout: 30_000,
  });
  const execution = { workflowId: run.workflowId, runId: run.firstExecutionRunId };
  const told = async () =>
    allText(await client.workflowService.describeWorkflowExecution({ namespace, execution })) +
    allText(await client.workflowService.getWorkflowExecutionHistory({ namespace, execution }));
  const dispose = async () => {
    await run.terminate();
    worker.shutdown();
    await running;
    await connection.close();
    await workerConnection.close();
  };
  return { run, told, [Symbol.asyncDispose]: dispose };
};

test('there is nothing in a history or a description that the codec does not encrypt, ids and names apart', async () => {
  await using stage = await stageWord(keysOf('a'));
  const { run } = stage;
  expect(await run.query(said)).toBe(word);
  expect(await run.executeUpdate(say, { args: ['sweet'] })).toBe(`sweet ${word}`);
  const rejected = run.executeUpdate(say, { args: [''] });
  await expect(rejected).rejects.toThrow(WorkflowUpdateFailedError);
  await expect(rejected).rejects.toMatchObject({ cause: { message: `${word} expects another word` } });

  const description = await run.describe();
  expect(await description.staticSummary()).toBe(word);
  expect(description.memo).toEqual({ first: word, later: word });
  const told = await stage.told();
  for (const part of ['talkative', 'stumble', 'Stumbled', 'Encoded failure', 'binary/encrypted'])
    expect(told).toContain(part);
  expect(told).not.toContain(word);
  expect(told).not.toContain('sweet');
});

test('without keys the same can be read, failures too', async () => {
  await using stage = await stageWord(null);
  const told = await stage.told();
  expect(told).toContain(`message ${word}`);
  expect(told).not.toContain('Encoded failure');
});
