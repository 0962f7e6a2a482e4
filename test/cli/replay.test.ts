import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { expect, inject, test, vi } from 'vitest';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { openStage } from '../support/stage.ts';
import { staykey } from '../support/staykey.ts';
import { uniqueTaskQueue } from '../support/time-skipping.ts';
import { patient } from '../workflows/fixtures/patient.ts';

const { address, namespace } = inject('temporal');

const replay = (taskQueue: string) =>
  staykey(['replay', '--json'], {
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    STAYKEY_TASK_QUEUE: taskQueue,
  });

// The list store lags behind a moment.
const untilListed = (client: Client, taskQueue: string) =>
  vi.waitUntil(async () => (await client.workflow.count(`TaskQueue = '${taskQueue}'`)).count === 1, {
    timeout: 20_000,
    interval: 200,
  });

// As docs/deployment.md has it.
test('replay finds that runs of this code go on with it', async () => {
  const door = anOracodeDoor({ timeZone: steadyZone });
  await using stage = await openStage({ world: [door] });
  const stay = stayOf({ arrivesInDays: 2 });
  await stage.untilReady(await stage.start(aReservation({ stay, doorIds: [door.device_id] })));
  await untilListed(stage.client, stage.taskQueue);
  const { exitCode, stdout, stderr } = await replay(stage.taskQueue);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({ replayed: 1, broken: [] });
});

test('a run of code that this build does not have stops its deploy', async () => {
  const taskQueue = uniqueTaskQueue('replay');
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  const native = await NativeConnection.connect({ address });
  const workflowsPath = join(import.meta.dirname, '../workflows/fixtures/patient.ts');
  const worker = await Worker.create({ connection: native, namespace, taskQueue, workflowsPath });
  const workflowId = uniqueTaskQueue('patient');
  await worker.runUntil(async () => {
    const handle = await client.workflow.start(patient, { taskQueue, workflowId });
    await vi.waitUntil(
      async () => (await handle.fetchHistory()).events?.some((event) => event.timerStartedEventAttributes),
      { timeout: 20_000 },
    );
  });
  await untilListed(client, taskQueue);
  await native.close();
  await connection.close();

  const { exitCode, stdout, stderr } = await replay(taskQueue);
  expect(exitCode).toBe(3);
  expect(stderr).toContain('Do not deploy this build');
  const { replayed, broken } = JSON.parse(stdout) as { replayed: number; broken: { workflowId: string }[] };
  expect([replayed, broken.map((run) => run.workflowId)]).toEqual([1, [workflowId]]);
});
