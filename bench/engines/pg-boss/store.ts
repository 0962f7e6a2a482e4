import pg from 'pg';
import type { PgBoss } from 'pg-boss';
import type { Booking, Code } from '../shared/rules.ts';

export const QUEUE = 'turns';

/** A stay as the table keeps it. */
export interface Row {
  booking: Booking;
  code: Code | null;
  status: 'no code' | 'ready' | 'over';
  is_cancelled: boolean;
  told: string[];
  /** Counts what was heard from outside: a turn that ends sees that something came meanwhile. */
  heard: number;
}

const table = `
  create table if not exists stay (
    id text primary key,
    booking jsonb not null,
    revision integer not null,
    arrives_at timestamptz not null,
    code jsonb,
    status text not null default 'no code',
    is_cancelled boolean not null default false,
    told text[] not null default '{}',
    heard integer not null default 0
  );
  create index if not exists stay_by_arrival on stay (arrives_at) where status = 'no code'`;

export const openPool = async (databaseUrl: string): Promise<pg.Pool> => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
  await pool.query(table);
  return pool;
};

/** A turn at a time for each stay; the hand-made part is that its row says what is done already. */
export const createQueue = (boss: PgBoss): Promise<void> =>
  boss.createQueue(QUEUE, {
    policy: 'singleton',
    notify: true,
    // A worker that was killed leaves its turns behind; nobody else takes them before this.
    expireInSeconds: 10,
    retryLimit: 1_000_000,
    retryDelay: 1,
  });

/** Changes the row and puts its next turn into the queue, both or neither. */
export const inTransaction = async <T>(
  pool: pg.Pool,
  act: (client: pg.PoolClient) => Promise<T>,
): Promise<T> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await act(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
};

/** Each stay has one turn waiting, moved to the time that was given last. */
export const putTurn = async (boss: PgBoss, client: pg.PoolClient, id: string, at: Date): Promise<void> => {
  await boss.upsert(
    QUEUE,
    { id },
    {
      singletonKey: id,
      startAfter: at,
      db: { executeSql: (text, values) => client.query(text, values as unknown[]) },
    },
  );
};
