import { z } from 'zod';
import { wholeNumber } from '../environment/whole-number.ts';
import type { ApiSettings } from './settings.ts';
import { trustedProxies } from './trusted-proxies.ts';

/** What the environment may set, for `config.ts`. */
export const apiVariables = {
  STAYKEY_API_TOKENS_FILE: z
    .string('expected a JSON file of tokens (staykey tokens new)')
    .min(1)
    .describe('JSON file of tokens, made with `staykey tokens new` ([Tokens](api.md#tokens))'),
  STAYKEY_API_HOST: z.string().min(1).default('127.0.0.1').describe('address the API listens on'),
  STAYKEY_API_PORT: wholeNumber(0, 65_535).default(8_090).describe('and its port'),
  STAYKEY_API_ANSWER_MS: wholeNumber(100, 30_000)
    .default(4_000)
    .describe('how long a run may take to answer before its message is kept for later (202), milliseconds'),
  STAYKEY_API_REQUESTS_PER_MINUTE: wholeNumber(1, 1_000_000)
    .default(600)
    .describe('of one token, at one server'),
  STAYKEY_API_REQUESTS_IN_FLIGHT: wholeNumber(1, 100_000)
    .default(200)
    .describe('more at once are turned away'),
  STAYKEY_API_ARRIVE_MS: wholeNumber(100, 120_000)
    .default(10_000)
    .describe('for a request to arrive whole, milliseconds'),
  STAYKEY_API_TRUSTED_PROXIES: trustedProxies,
};

export interface ApiServerSettings extends ApiSettings {
  host: string;
  port: number;
}

export const toApiSettings = (known: z.infer<z.ZodObject<typeof apiVariables>>): ApiServerSettings => ({
  host: known.STAYKEY_API_HOST,
  port: known.STAYKEY_API_PORT,
  answerWithinMs: known.STAYKEY_API_ANSWER_MS,
  requestsPerMinute: known.STAYKEY_API_REQUESTS_PER_MINUTE,
  requestsInFlight: known.STAYKEY_API_REQUESTS_IN_FLIGHT,
  arriveWithinMs: known.STAYKEY_API_ARRIVE_MS,
  trustedProxies: known.STAYKEY_API_TRUSTED_PROXIES,
});
