import { fileURLToPath } from 'node:url';
import { createPart, type Part } from './part.ts';
import { answers } from './serving.ts';

interface SimulatorOptions {
  port: number;
  worldFile: string;
  args: string[];
  onLine?: (line: string) => void;
}

/** It takes any key of the right shape; this one opens nothing. */
export const SIMULATED_KEY = 'seam_local_simulator';

/** In Seam's place. Unlike the other parts it knows nothing any more after a restart. */
export const createSimulator = ({ port, worldFile, args, onLine }: SimulatorOptions): Part =>
  createPart({
    name: 'simulator',
    command: process.execPath,
    args: () => [
      fileURLToPath(new URL('../../simulator/server.ts', import.meta.url)),
      ...['--port', String(port), '--world', worldFile, '--api-key', SIMULATED_KEY],
      ...args,
    ],
    isServing: () => answers(`http://127.0.0.1:${port}/_sim/clock`),
    ...(onLine ? { onLine } : {}),
  });
