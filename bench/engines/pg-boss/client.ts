import type pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { StoryClient } from '../shared/client.ts';
import type { Booking } from '../shared/rules.ts';
import { createQueue, inTransaction, openPool, putTurn } from './store.ts';

export const openPgBoss = async (connectionString: string): Promise<StoryClient> => {
  const pool = await openPool(connectionString);
  const boss = new PgBoss({ connectionString, supervise: false, schedule: false, useListenNotify: true });
  boss.on('error', (error) => process.stderr.write(`${error.message}\n`));
  await boss.start();
  await createQueue(boss);
  /** Changes the row, and has its next turn taken now, unless the row was left as it is. */
  const hear = (id: string, sql: string, values: unknown[]) =>
    inTransaction(pool, async (client: pg.PoolClient) => {
      const { rowCount } = await client.query(sql, values);
      if (rowCount) await putTurn(boss, client, id, new Date());
    });
  const book = (booking: Booking) =>
    hear(booking.id, upsert, [
      booking.id,
      JSON.stringify(booking),
      booking.revision,
      new Date(booking.arrivesAt),
    ]);
  const cancel = `update stay set is_cancelled = true, heard = heard + 1 where id = $1 and status <> 'over'`;
  const seamEvent = `update stay set heard = heard + 1 where id = $1 and status = 'no code'`;
  return {
    book,
    change: book,
    cancel: (id) => hear(id, cancel, [id]),
    seamEvent: (id) => hear(id, seamEvent, [id]),
    withoutCode: async (fromMs, toMs) => {
      const { rows } = await pool.query<{ id: string }>(question, [new Date(fromMs), new Date(toMs)]);
      return rows.map(({ id }) => id);
    },
    close: async () => {
      await boss.stop({ graceful: false });
      await pool.end();
    },
  };
};

const upsert = `
  insert into stay (id, booking, revision, arrives_at) values ($1, $2, $3, $4)
  on conflict (id) do update
    set booking = excluded.booking, revision = excluded.revision, arrives_at = excluded.arrives_at,
        status = 'no code', heard = stay.heard + 1
    where stay.revision < excluded.revision and stay.status <> 'over' and not stay.is_cancelled`;

export const question = `select id from stay where status = 'no code' and arrives_at between $1 and $2`;
