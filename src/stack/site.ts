import type { Compose } from './compose-file.ts';
import { launchOf, type Launch, type Machine } from './launch.ts';
import type { Part, PartOptions } from './part.ts';

/** Where a stack is set up: what its parts are started from, and how. */
export interface Site {
  /** Of databases and secrets. */
  folder: string;
  compose: Compose;
  machine: Machine;
  say: (line: string) => void;
  /** What a part tells of itself; one that `restarts` is started again when it ends by itself. */
  listenersOf: (part: string, restarts: boolean) => Pick<PartOptions, 'onLine' | 'onOwnEnd'>;
  /** Resolves once it serves; it is stopped with the stack. */
  start: (part: Part) => Promise<void>;
}

export const launchAt = ({ compose, machine }: Site, service: string, own: Record<string, string>): Launch =>
  launchOf(compose, service, machine, own);
