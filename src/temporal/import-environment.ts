import { z } from 'zod';

/**
 * What the environment may set, for `config.ts`. The least is such that 50,000 reservations are sent within the time
 * that `importing` in `src/workflows/activity-options.ts` gives.
 */
export const importVariables = {
  STAYKEY_IMPORT_MESSAGES_PER_SECOND: z
    .string()
    .regex(/^\d{1,4}$/, 'expected a whole number')
    .transform(Number)
    .pipe(z.number().min(5).max(1_000))
    .default(50),
};

export interface ImportPace {
  /** To runs, of all imports of one process together. */
  messagesPerSecond: number;
}

export const toImportPace = (known: z.infer<z.ZodObject<typeof importVariables>>): ImportPace => ({
  messagesPerSecond: known.STAYKEY_IMPORT_MESSAGES_PER_SECOND,
});
