import { readFileSync } from 'node:fs';

type Environment = Record<string, string | undefined>;

/** Each may be named with `_FILE` after it instead: then it is the path of a file that holds the value, as Docker's secrets are. */
const secrets = [
  'SEAM_API_KEY',
  'SEAM_WEBHOOK_SECRET',
  'SMTP_URL',
  'PMS_WEBHOOK_URL',
  'PMS_WEBHOOK_SECRET',
  'STAYKEY_CODEC_TOKEN',
  'STAYKEY_PIN_MARK_KEY',
  'TEMPORAL_API_KEY',
];

export const secretFileVariables: readonly string[] = secrets.map((name) => `${name}_FILE`);

/**
 * The environment with the secrets that lie in files read from them. An empty file is an unset variable. `problems` in lines
 * that name variable and file, and show nothing of what is in it.
 */
export const readSecretFiles = (given: Environment): { env: Environment; problems: string[] } => {
  const env = { ...given };
  const problems: string[] = [];
  for (const name of secrets) {
    const file = given[`${name}_FILE`];
    if (!file) continue;
    if (given[name]) {
      problems.push(`${name} and ${name}_FILE are both set: expected one of them`);
      continue;
    }
    try {
      // Editors end a file with a line break; no secret here does.
      env[name] = readFileSync(file, 'utf8').trim();
    } catch (error) {
      problems.push(`${name}_FILE="${file}": ${(error as Error).message}`);
    }
  }
  return { env, problems };
};
