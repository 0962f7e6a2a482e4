import { fileURLToPath } from 'node:url';
import { createPart, type Part } from '../../../src/stack/part.ts';

/** A worker process of an engine: it says `serving` when it does. */
export const createWorker = (script: string, env: NodeJS.ProcessEnv, say: (line: string) => void): Part => {
  let isServing = false;
  const part = createPart({
    name: script,
    command: process.execPath,
    // DBOS 5.3 uses pg in a way that pg warns of at each start.
    args: () => [
      '--disable-warning=DeprecationWarning',
      fileURLToPath(new URL(`../${script}`, import.meta.url)),
    ],
    env: () => env,
    graceMs: 3_000,
    isServing: async () => isServing,
    onLine: (line) => {
      if (line === 'serving') isServing = true;
      else if (line !== '') say(`${script}: ${line}`);
    },
  });
  return {
    ...part,
    start: () => {
      isServing = false;
      return part.start();
    },
  };
};
