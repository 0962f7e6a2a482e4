import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, readTaskQueue, readWorkerConfig } from '../src/config.ts';

const DAY_MS = 86_400_000;

const problemsOf = (env: Record<string, string>): string => {
  try {
    readWorkerConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'none';
};

const policyFile = (json: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'staykey-policy-')), 'policy.json');
  writeFileSync(file, json);
  return file;
};

test('a key is all that must be set', () => {
  const config = readWorkerConfig({ SEAM_API_KEY: 'seam_abc' });
  expect(config.seam).toEqual({
    apiKey: 'seam_abc',
    endpoint: 'https://connect.getseam.com',
    timeoutMs: 20_000,
  });
  expect(config.policyOf('any')).toEqual({
    issueWindowMs: 7 * DAY_MS,
    longestStayNights: 31,
    allowDayRounding: false,
  });
});

test('an empty variable counts as unset', () => {
  expect(readWorkerConfig({ SEAM_API_KEY: 'seam_abc', SEAM_ENDPOINT: '' }).seam.endpoint).toBe(
    'https://connect.getseam.com',
  );
  expect(readTaskQueue({ STAYKEY_TASK_QUEUE: '' })).toBe('staykey');
});

test('all problems come in one message that names each variable, its value and what was expected', () => {
  const message = problemsOf({
    SEAM_ENDPOINT: 'ftp://seam',
    STAYKEY_ISSUE_WINDOW_DAYS: 'a week',
    STAYKEY_LONGEST_STAY_NIGHTS: '45',
    STAYKEY_ALLOW_DAY_ROUNDING: 'yes',
    STAYKEY_POLICY_FILE: '/nowhere/policy.json',
  });
  expect(message).toContain('SEAM_API_KEY is not set');
  expect(message).toContain('SEAM_ENDPOINT="ftp://seam"');
  expect(message).toContain('STAYKEY_ISSUE_WINDOW_DAYS="a week": expected a whole number');
  expect(message).toContain('STAYKEY_LONGEST_STAY_NIGHTS="45"');
  expect(message).toContain('STAYKEY_ALLOW_DAY_ROUNDING="yes"');
  expect(message).toContain('STAYKEY_POLICY_FILE: /nowhere/policy.json');
});

test('a key of the wrong shape is refused without being shown', () => {
  const message = problemsOf({ SEAM_API_KEY: 'sk_live_verysecret' });
  expect(message).toContain('SEAM_API_KEY: expected to start with "seam_"');
  expect(message).not.toContain('verysecret');
});

test('a property may decide for itself, over what the environment says', () => {
  const file = policyFile('{ "beach": { "issueWindowDays": 2, "allowDayRounding": true } }');
  const { policyOf } = readWorkerConfig({
    SEAM_API_KEY: 'seam_abc',
    STAYKEY_ISSUE_WINDOW_DAYS: '3',
    STAYKEY_POLICY_FILE: file,
  });
  expect(policyOf('beach')).toEqual({
    issueWindowMs: 2 * DAY_MS,
    longestStayNights: 31,
    allowDayRounding: true,
  });
  expect(policyOf('lake').issueWindowMs).toBe(3 * DAY_MS);
});

test('a misspelt policy is refused, with the property it stands at', () => {
  const file = policyFile('{ "beach": { "isueWindowDays": 2 } }');
  expect(problemsOf({ SEAM_API_KEY: 'seam_abc', STAYKEY_POLICY_FILE: file })).toMatch(
    /at "beach".*isueWindowDays/,
  );
});
