import type { ApiDependencies } from '../api/dependencies.ts';
import type { DoorNames, KnownDoors } from './known-doors.ts';

export interface DeskDependencies extends Omit<ApiDependencies, 'cursorKey' | 'log' | 'webhook'> {
  /** Signs sessions; the same for all servers behind one address. */
  sessionKey: Buffer;
  /** The Temporal UI's list of runs, without a slash at the end; null where it is not known. */
  runsUrl: string | null;
  /** In which what is of a property is shown, such as `de-DE`; of no property (empty), the desk's own. */
  localeOf: (propertyId: string) => string;
}

export interface PageDependencies extends DeskDependencies {
  doorNames: DoorNames;
  knownDoors: KnownDoors;
}
