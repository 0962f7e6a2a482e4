import type { TestProject } from 'vitest/node';
import { startDevServer } from '../../src/temporal/dev-server.ts';
import { searchAttributeTypes } from '../../src/workflows/search-attributes.ts';
import { temporalForTests } from './temporal-binary.ts';
import { bundleOnce } from './workflow-bundle.ts';

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
  project.provide('workflowBundle', await bundleOnce(project));
  project.onTestsRerun(() => bundleOnce(project).then(() => undefined));
  return () => server.stop();
}
