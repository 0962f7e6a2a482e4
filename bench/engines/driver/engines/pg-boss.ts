import { openPgBoss, question } from '../../pg-boss/client.ts';
import type { CreateEngine } from '../engine.ts';
import { createPostgres, databaseBytes, urlOf } from '../postgres.ts';
import { createWorker } from '../worker.ts';
import { withDatabase } from './dbos.ts';

export const createPgBoss: CreateEngine = async ({ folder, env, say }) => {
  const postgres = await createPostgres(folder);
  const url = urlOf(postgres, 'story');
  return {
    name: 'pg-boss',
    folder: 'pg-boss',
    question,
    servers: [withDatabase(postgres)],
    worker: createWorker('pg-boss/worker.ts', { ...env, DATABASE_URL: url }, say),
    prepare: async () => undefined,
    openClient: () => openPgBoss(url),
    storedBytes: () => databaseBytes(postgres, ['story']),
  };
};
