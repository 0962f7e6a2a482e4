import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import type { TestProject } from 'vitest/node';
import { startDevServer } from '../../src/temporal/dev-server.ts';
import { workflowSource } from '../../src/temporal/workflow-code.ts';
import { searchAttributeTypes } from '../../src/workflows/search-attributes.ts';
import { temporalForTests } from './temporal-binary.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Read it in a test with `inject('temporal')`. `address` is `host:port`. */
    temporal: { address: string; namespace: string };
    /** A file with all workflows, put together once for all test files. */
    workflowBundle: string;
  }
}

/** Vitest's global set-up: one development server for all files of the project, ended with them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { path } = await temporalForTests();
  const server = await startDevServer({
    binary: path,
    ui: false,
    searchAttributes: searchAttributeTypes,
    say: (line) => process.stderr.write(`${line}\n`),
  });
  project.provide('temporal', { address: server.address, namespace: server.namespace });
  const folder = await mkdtemp(join(tmpdir(), 'staykey-test-'));
  const file = join(folder, 'workflows.js');
  await bundleInto(file);
  project.onTestsRerun(() => bundleInto(file));
  project.provide('workflowBundle', file);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  };
}

const bundleInto = async (file: string): Promise<void> =>
  writeFile(file, (await bundleWorkflowCode({ ...workflowSource, logger: new DefaultLogger('ERROR') })).code);
