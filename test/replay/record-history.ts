/**
 * Plays the sample reservations, and the lives whose cost is counted, and stores their histories for the replay test:
 *   npm run record-history -- <name of the shape, such as 0.1.0>
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { door, lives } from '../../bench/lives.ts';
import { readCanonicalJson } from '../../src/feeds/canonical-json.ts';
import { follow } from '../../src/local/follow.ts';
import { moveSampleDates } from '../../src/local/sample-dates.ts';
import { startStack } from '../../src/local/stack.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import { openStageOn } from '../support/stage-on-server.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });
const [shape] = process.argv.slice(2);
if (!shape) throw new Error('Name the shape, such as 0.1.0');
const folder = new URL(`./histories/${shape}/`, import.meta.url);
const say = (line: string) => process.stderr.write(`${line}\n`);

const json = await readFile('examples/reservations.json', 'utf8');
const today = new Date().toISOString().slice(0, 10);
const reservations = moveSampleDates(json, readCanonicalJson(json, 'examples').reservations, today);

await using stack = await startStack({
  worldFile: 'examples/world.json',
  taskQueue: 'record',
  ui: false,
  skipsTime: true,
  say,
});
const connection = await Connection.connect({ address: stack.address });
try {
  const client = new Client({ connection, namespace: stack.namespace });
  const ids: string[] = [];
  for (const reservation of reservations)
    ids.push((await startReservation(client, 'record', reservation)).workflowId);
  const signal = new AbortController().signal;
  await follow(client, {
    workflowIds: ids,
    untilSettled: true,
    patienceMs: 120_000,
    signal,
    show: () => undefined,
  });
  await mkdir(folder, { recursive: true });
  for (const id of ids) await store(client.workflow.getHandle(id), id.split('/').at(-1) ?? id);
  for (const { name, live } of lives) {
    await using stage = await openStageOn(stack, { world: [door], createsPerMinute: 100 });
    await store(await live(stage), name.replaceAll(/[^a-z0-9]+/g, '-'));
  }
} finally {
  await connection.close();
}

async function store(run: WorkflowHandle, name: string): Promise<void> {
  const history = await run.fetchHistory();
  await writeFile(new URL(`${name}.json`, folder), `${historyToJSON(history)}\n`);
  say(`${name}: ${history.events?.length} events`);
}
