/** @module-tag postgres */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { expect, test } from 'vitest';
import { reservationWorkflowId } from '../../src/domain/ids.ts';
import { startProductionStack } from '../../src/stack/stack.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import { aReservation, stayOf } from '../support/builders.ts';
import { writeJson } from '../support/local.ts';
import { anOracodeDoor } from '../support/simulator.ts';

test('a stack that is started again over its data has its jobs done again, and its runs are there', async () => {
  const door = anOracodeDoor();
  const folder = await mkdtemp(join(tmpdir(), 'staykey-again-'));
  const worldFile = writeJson('world.json', [door]);
  const reservation = aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: 40 }) });
  const onStack = async <T>(work: (client: Client, taskQueue: string) => Promise<T>): Promise<T> => {
    const say = (line: string) => process.stderr.write(`${line}\n`);
    await using stack = await startProductionStack({ folder, worldFile, workers: 0, say });
    const connection = await Connection.connect({ address: stack.temporalAddress });
    const client = new Client({ connection, namespace: stack.namespace });
    return work(client, stack.taskQueue).finally(() => connection.close());
  };

  await onStack((client, taskQueue) => startReservation(client, taskQueue, reservation));
  const again = await onStack((client) =>
    client.workflow.getHandle(reservationWorkflowId(reservation)).describe(),
  );
  expect(again.status.name).toBe('RUNNING');
  await rm(folder, { recursive: true, force: true });
});
