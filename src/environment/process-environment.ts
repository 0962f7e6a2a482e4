import { z } from 'zod';
import { wholeNumber } from './whole-number.ts';

/** Of each process that runs on, for `config.ts`. */
export const processVariables = {
  STAYKEY_LOG_LEVEL: z
    .enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'])
    .default('INFO')
    .describe('the least that is written to the log'),
  STAYKEY_SHUTDOWN_GRACE_MS: wholeNumber(0, 300_000)
    .default(20_000)
    .describe(
      'after SIGTERM: for running activities of a worker, for answers under way of a server; milliseconds',
    ),
};
