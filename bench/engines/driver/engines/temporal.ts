import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { readCompose } from '../../../../src/stack/compose-file.ts';
import { startInfrastructure, type Infrastructure } from '../../../../src/stack/infrastructure.ts';
import type { Part } from '../../../../src/stack/part.ts';
import { makeSecrets } from '../../../../src/stack/secret-files.ts';
import { openTemporal, question } from '../../temporal/client.ts';
import { SAMPLE_DAY, type CreateEngine } from '../engine.ts';
import { databaseBytes } from '../postgres.ts';
import { createWorker } from '../worker.ts';

const composeFile = fileURLToPath(new URL('../../../../docker-compose.yml', import.meta.url));
const DATABASES = ['temporal', 'temporal_visibility'];

export const createTemporal: CreateEngine = async ({ folder, env, say }) => {
  const { postgres, temporal, namespace } = await prepare(folder, say);
  const WORKFLOW_BUNDLE = await bundle(folder);
  const TEMPORAL_ADDRESS = temporal.address;
  return {
    name: 'Temporal',
    folder: 'temporal',
    question: question(...SAMPLE_DAY),
    servers: [postgres, temporal],
    worker: createWorker(
      'temporal/worker.ts',
      { ...env, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE: namespace, WORKFLOW_BUNDLE },
      say,
    ),
    prepare: async () => undefined,
    openClient: () => openTemporal(temporal.address, namespace),
    storedBytes: () => databaseBytes(postgres, DATABASES),
  };
};

/** Database, schema, server and namespace as docker-compose.yml has them; not running. */
const prepare = async (folder: string, say: (line: string) => void): Promise<Infrastructure> => {
  const secrets = join(folder, 'secrets');
  const compose = readCompose(composeFile, { STAYKEY_SECRETS: secrets });
  await makeSecrets(compose, secrets);
  const machine = { addresses: {}, programs: {} };
  const start = (part: Part) => part.start();
  const made = await startInfrastructure(
    { folder, compose, machine, say, listenersOf: () => ({}), start },
    4,
  );
  await made.temporal.stop();
  await made.postgres.stop();
  return made;
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
