import type { Part } from '../../../src/stack/part.ts';
import type { StoryClient } from '../shared/client.ts';

/** For questions that are shown. */
export const SAMPLE_DAY = [Date.UTC(2026, 5, 1), Date.UTC(2026, 5, 2)] as const;

/** An engine ready to be started, with the data it had before. */
export interface Engine {
  name: string;
  /** Of this package: what is counted as its code. */
  folder: string;
  /** The operator's question as this engine is asked it, with what it is asked by. */
  question: string;
  /** In the order they are started. */
  servers: Part[];
  worker: Part;
  /** Once servers and worker run: what has to be said to the server before it serves. */
  prepare: () => Promise<void>;
  openClient: () => Promise<StoryClient>;
  /** What it keeps on disk. The servers run. */
  storedBytes: () => Promise<number>;
}

export interface EngineOptions {
  /** Its own, for databases and files. */
  folder: string;
  /** For the worker: addresses of Seam and of who is told. */
  env: NodeJS.ProcessEnv;
  say: (line: string) => void;
}

export type CreateEngine = (options: EngineOptions) => Promise<Engine>;
