import type { z } from 'zod';
import { wholeNumber } from '../environment/whole-number.ts';

/**
 * What the environment may set, for `config.ts`. The least is such that 50,000 reservations are sent within the time
 * that `importing` in `src/workflows/activity-options.ts` gives.
 */
export const importVariables = {
  STAYKEY_IMPORT_MESSAGES_PER_SECOND: wholeNumber(5, 1_000)
    .default(50)
    .describe(
      'what a worker, or `staykey import`, sends of all its imports together ([Room for live traffic](importer.md#room-for-live-traffic))',
    ),
};

export interface ImportPace {
  /** To runs, of all imports of one process together. */
  messagesPerSecond: number;
}

export const toImportPace = (known: z.infer<z.ZodObject<typeof importVariables>>): ImportPace => ({
  messagesPerSecond: known.STAYKEY_IMPORT_MESSAGES_PER_SECOND,
});
