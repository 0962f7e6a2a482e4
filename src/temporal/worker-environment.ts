import { wholeNumber } from '../environment/whole-number.ts';

/** What the environment may set, for `config.ts`. */
export const cacheVariables = {
  STAYKEY_CACHED_RUNS: wholeNumber(1, 10_000)
    .default(200)
    .describe('runs a worker keeps in memory; about 1 MB each'),
};
