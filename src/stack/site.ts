import type { Compose } from './compose-file.ts';
import { launchOf, type Launch, type Machine } from './launch.ts';
import type { Part } from './part.ts';

/** Where a stack is set up: what its parts are started from, and how. */
export interface Site {
  /** Of databases and secrets. */
  folder: string;
  compose: Compose;
  machine: Machine;
  say: (line: string) => void;
  linesOf: (part: string) => { onLine?: (line: string) => void };
  /** Resolves once it serves; it is stopped with the stack. */
  start: (part: Part) => Promise<void>;
}

export const launchAt = ({ compose, machine }: Site, service: string, own: Record<string, string>): Launch =>
  launchOf(compose, service, machine, own);
