import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { prepareNamespace, prepareTemporal } from '../../../../src/stack/temporal.ts';
import { DATABASES } from '../../../../src/stack/temporal-config.ts';
import { openTemporal, question } from '../../temporal/client.ts';
import { SAMPLE_DAY, type CreateEngine } from '../engine.ts';
import { createPostgres, databaseBytes } from '../postgres.ts';
import { createWorker } from '../worker.ts';

const NAMESPACE = 'story';

export const createTemporal: CreateEngine = async ({ folder, env, say }) => {
  const postgres = await createPostgres(folder);
  // Its schema is made through the running database.
  await postgres.start();
  const temporal = await prepareTemporal({ folder, postgres, shards: 4, say });
  await postgres.stop();
  const WORKFLOW_BUNDLE = await bundle(folder);
  const TEMPORAL_ADDRESS = temporal.address;
  return {
    name: 'Temporal',
    folder: 'temporal',
    question: question(...SAMPLE_DAY),
    servers: [
      postgres,
      {
        ...temporal,
        start: async () => {
          await temporal.start();
          await prepareNamespace(temporal.address, NAMESPACE);
        },
      },
    ],
    worker: createWorker(
      'temporal/worker.ts',
      { ...env, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE: NAMESPACE, WORKFLOW_BUNDLE },
      say,
    ),
    prepare: async () => undefined,
    openClient: () => openTemporal(temporal.address, NAMESPACE),
    storedBytes: () => databaseBytes(postgres, Object.values(DATABASES)),
  };
};

const bundle = async (folder: string): Promise<string> => {
  const { code } = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../../temporal/story.ts', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  });
  const file = join(folder, 'workflows.js');
  await writeFile(file, code);
  return file;
};
