import { randomBytes } from 'node:crypto';
import getPort from 'get-port';
import pg from 'pg';
import { preparePostgres, type Postgres } from '../../../src/stack/postgres.ts';

/** A cluster of its own for each engine, as Staykey's production shape has it. */
export const createPostgres = async (folder: string): Promise<Postgres> =>
  preparePostgres({
    folder,
    port: await getPort(),
    user: 'story',
    password: randomBytes(24).toString('base64url'),
    settings: ['-c', 'max_connections=200'],
  });

export const urlOf = ({ user, password, port }: Postgres, database: string): string =>
  `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;

export const createDatabase = (postgres: Postgres, name: string): Promise<void> =>
  withClient(urlOf(postgres, 'postgres'), async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (!rowCount) await client.query(`create database ${name}`);
  });

/** As PostgreSQL counts them: tables, indexes and what is dead in them; no write-ahead log. */
export const databaseBytes = (postgres: Postgres, names: readonly string[]): Promise<number> =>
  withClient(urlOf(postgres, 'postgres'), async (client) => {
    const { rows } = await client.query<{ bytes: string }>(
      'select sum(pg_database_size(datname)) as bytes from pg_database where datname = any($1)',
      [names],
    );
    return Number(rows[0]?.bytes ?? 0);
  });

const withClient = async <T>(url: string, act: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
};
