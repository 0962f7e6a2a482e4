import type { Booking } from './rules.ts';

/** What the PMS's side does with an engine, from a process that is not the worker's. */
export interface StoryClient {
  book: (booking: Booking) => Promise<void>;
  change: (booking: Booking) => Promise<void>;
  cancel: (id: string) => Promise<void>;
  /** Something happened to a code of that stay. A hint, possibly twice, possibly after the story's end. */
  seamEvent: (id: string) => Promise<void>;
  /** The operator's question, as the engine can be asked it: stays arriving between the two without a working code. */
  withoutCode: (fromMs: number, toMs: number) => Promise<string[]>;
  close: () => Promise<void>;
}
