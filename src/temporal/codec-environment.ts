import { z } from 'zod';
import type { Environment } from '../environment/check-environment.ts';
import { secret } from '../environment/secret.ts';
import { wholeNumber } from '../environment/whole-number.ts';
import type { CodecAccess } from './codec-access.ts';

const isOrigin = (text: string): boolean => /^https?:/.test(text) && URL.parse(text)?.origin === text;
const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host);

/** What the environment may set, for `config.ts`. */
export const codecVariables = {
  STAYKEY_CODEC_HOST: z.string().default('127.0.0.1').describe('address it listens on'),
  STAYKEY_CODEC_PORT: wholeNumber(0, 65_535).default(8_081).describe('and its port'),
  STAYKEY_CODEC_ORIGINS: z
    .string('expected where the Temporal UI is, such as https://temporal.example.com')
    .transform((text) => text.split(',').map((origin) => origin.trim()))
    .refine(
      (origins) => origins.every(isOrigin),
      'expected scheme, host and port and nothing after them, with commas between several',
    )
    .describe('where the Temporal UI is: `https://temporal.example.com`, with commas between several'),
  STAYKEY_CODEC_TOKEN: secret(
    z
      .string()
      .min(32, 'expected at least 32 random characters')
      .optional()
      .describe('what operators sign in with and the command line sends; at least 32 characters'),
  ),
  STAYKEY_CODEC_TOKEN_ISSUER: z
    .url({ protocol: /^https?$/, error: 'expected the URL of an OpenID provider' })
    .optional()
    .describe('OpenID provider whose access tokens are taken, as it writes itself in them'),
  STAYKEY_CODEC_TOKEN_AUDIENCE: z
    .string()
    .min(1)
    .optional()
    .describe('whom those tokens must be meant for; must be set with the issuer'),
  STAYKEY_CODEC_AUTH: z
    .enum(['required', 'off'])
    .default('required')
    .describe('`off`: whoever reaches it may decode; only on loopback'),
};

export interface CodecSettings {
  host: string;
  port: number;
  origins: string[];
  /** Null: whoever reaches it may decode. */
  access: CodecAccess | null;
}

/** A codec server gives guests' names to whoever may ask it: saying nothing about access is not an answer. */
export const codecProblems = (env: Environment): string[] => {
  const ways = ['STAYKEY_CODEC_TOKEN', 'STAYKEY_CODEC_TOKEN_ISSUER'].filter((name) => env[name]);
  const problems = [
    ['STAYKEY_CODEC_TOKEN_ISSUER', 'STAYKEY_CODEC_TOKEN_AUDIENCE'],
    ['STAYKEY_CODEC_TOKEN_AUDIENCE', 'STAYKEY_CODEC_TOKEN_ISSUER'],
  ]
    .filter(([given = '', needed = '']) => env[given] && !env[needed])
    .map(([given, needed]) => `${needed} is not set: expected with ${given}`);
  const host = env['STAYKEY_CODEC_HOST'] || '127.0.0.1';
  if (env['STAYKEY_CODEC_AUTH'] === 'off') {
    problems.push(...ways.map((name) => `${name}: expected none where STAYKEY_CODEC_AUTH=off`));
    if (!isLoopback(host)) {
      problems.push(`STAYKEY_CODEC_HOST="${host}": expected 127.0.0.1 where STAYKEY_CODEC_AUTH=off`);
    }
  } else if (ways.length === 0) {
    problems.push(
      'STAYKEY_CODEC_TOKEN is not set: expected it, or STAYKEY_CODEC_TOKEN_ISSUER, or on this machine alone STAYKEY_CODEC_AUTH=off',
    );
  }
  return problems;
};

export const toCodecSettings = (variables: z.infer<z.ZodObject<typeof codecVariables>>): CodecSettings => {
  const { STAYKEY_CODEC_TOKEN: token = null, STAYKEY_CODEC_TOKEN_ISSUER: issuer } = variables;
  const { STAYKEY_CODEC_TOKEN_AUDIENCE: audience } = variables;
  const people = issuer && audience ? { issuer, audience } : null;
  return {
    host: variables.STAYKEY_CODEC_HOST,
    port: variables.STAYKEY_CODEC_PORT,
    origins: variables.STAYKEY_CODEC_ORIGINS,
    access: variables.STAYKEY_CODEC_AUTH === 'off' ? null : { token, people },
  };
};
