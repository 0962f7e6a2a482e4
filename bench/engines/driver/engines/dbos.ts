import { openDbos, question } from '../../dbos/client.ts';
import type { CreateEngine } from '../engine.ts';
import { createDatabase, createPostgres, databaseBytes, urlOf } from '../postgres.ts';
import { createWorker } from '../worker.ts';

export const createDbos: CreateEngine = async ({ folder, env, say }) => {
  const postgres = await createPostgres(folder);
  const url = urlOf(postgres, 'story');
  const worker = createWorker('dbos/worker.ts', { ...env, DATABASE_URL: url }, say);
  return {
    name: 'DBOS',
    folder: 'dbos',
    question,
    servers: [withDatabase(postgres)],
    worker,
    prepare: async () => undefined,
    openClient: () => openDbos(url),
    storedBytes: () => databaseBytes(postgres, ['story']),
  };
};

/** The server, which has the story's database from its first start. */
export const withDatabase = (postgres: Awaited<ReturnType<typeof createPostgres>>) => ({
  ...postgres,
  start: async () => {
    await postgres.start();
    await createDatabase(postgres, 'story');
  },
});
