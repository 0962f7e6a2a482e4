import { PgBoss } from 'pg-boss';
import { required } from '../shared/steps.ts';
import { createQueue, openPool, QUEUE } from './store.ts';
import { takeTurn } from './story.ts';

const connectionString = required('DATABASE_URL');
const pool = await openPool(connectionString);
const boss = new PgBoss({
  connectionString,
  useListenNotify: true,
  // Turns left behind are looked for every second instead of every minute.
  superviseIntervalSeconds: 1,
  monitorIntervalSeconds: 1,
});
boss.on('error', (error) => process.stderr.write(`${error.message}\n`));
await boss.start();
await createQueue(boss);
await boss.work<{ id: string }>(
  QUEUE,
  { localConcurrency: 20, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5 },
  async ([job]) => {
    if (job) await takeTurn(boss, pool, job.data.id);
  },
);
process.stdout.write('serving\n');
