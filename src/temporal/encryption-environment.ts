import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Environment } from '../environment/check-environment.ts';
import { secret } from '../environment/secret.ts';
import { KeysError, parsePayloadKeys, type PayloadKeys } from './keys.ts';

/** What the environment may set, for `config.ts`. */
export const encryptionVariables = {
  STAYKEY_PAYLOAD_KEYS_FILE: z
    .string()
    .optional()
    .describe(
      'file with the keys that encrypt what Temporal stores, a line each ([Keys](security.md#keys)); must be set, unless one of the next two is',
    ),
  STAYKEY_PAYLOAD_KEYS: secret(
    z.string().optional().describe('those lines themselves, with commas between them, in place of the file'),
  ),
  STAYKEY_PAYLOAD_ENCRYPTION: z
    .enum(['required', 'off'])
    .default('required')
    .describe('`off`: nothing is encrypted, for a trial'),
};

/** Keys, or null where encryption is off; `problems` in lines that name the variable and show no key. */
export const readEncryption = (env: Environment): { keys: PayloadKeys | null; problems: string[] } => {
  const given = keyVariables.filter((name) => env[name]);
  const [variable] = given;
  if (env['STAYKEY_PAYLOAD_ENCRYPTION'] === 'off') {
    return { keys: null, problems: given.map((name) => `${name}: expected no keys where ${OFF}`) };
  }
  if (!variable) {
    const needed = `expected a file of keys (\`staykey keys new\` makes one), or for a trial ${OFF}`;
    return { keys: null, problems: [`STAYKEY_PAYLOAD_KEYS_FILE is not set: ${needed}`] };
  }
  if (given.length > 1) {
    return { keys: null, problems: [`${given.join(' and ')} are both set: expected one of them`] };
  }
  return readKeys(variable, env[variable] ?? '');
};

/** Whether the environment says anything about keys. */
export const hasKeys = (env: Environment): boolean => keyVariables.some((name) => Boolean(env[name]));

const keyVariables = ['STAYKEY_PAYLOAD_KEYS', 'STAYKEY_PAYLOAD_KEYS_FILE'] as const;
const OFF = 'STAYKEY_PAYLOAD_ENCRYPTION=off';

const readKeys = (variable: (typeof keyVariables)[number], value: string) => {
  const isFile = variable === 'STAYKEY_PAYLOAD_KEYS_FILE';
  const named = isFile ? `${variable}="${value}"` : variable;
  try {
    return { keys: parsePayloadKeys(isFile ? readFileSync(value, 'utf8') : value), problems: [] };
  } catch (error) {
    const why = error instanceof KeysError ? error.problems : [(error as Error).message];
    return { keys: null, problems: why.map((line) => `${named}: ${line}`) };
  }
};
