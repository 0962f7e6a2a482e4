import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, readCodecConfig, readServerConfig, readWorkerConfig } from '../../src/config.ts';
import { newToken } from '../../src/api/tokens.ts';
import { keyLine } from '../support/payload-keys.ts';

const file = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'staykey-secret-')), 'secret');
  writeFileSync(path, text);
  return path;
};
const unencrypted = { STAYKEY_PAYLOAD_ENCRYPTION: 'off' };

const problemsOf = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'none';
};

test('a secret may lie in a file, with a line break at its end', () => {
  const config = readWorkerConfig({
    ...unencrypted,
    SEAM_API_KEY_FILE: file('seam_of_the_file\n'),
    SMTP_URL_FILE: file('smtps://desk:word@mail.example.com'),
    MAIL_FROM: 'desk@example.com',
    STAYKEY_PIN_MARK_KEY_FILE: file('marks-of-the-file-1234\n'),
  });
  expect(config.seam.apiKey).toBe('seam_of_the_file');
  expect(config.pinMarkKey).toBe('marks-of-the-file-1234');
  expect(config.notify.mail?.smtpUrl).toBe('smtps://desk:word@mail.example.com');
});

test('API and codec server read theirs from files too', () => {
  const { entry } = newToken({ name: 'pms', properties: ['*'], rights: ['read'] });
  const server = readServerConfig({
    ...unencrypted,
    SEAM_API_KEY_FILE: file('seam_abc'),
    SEAM_WEBHOOK_SECRET_FILE: file('whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0\n'),
    STAYKEY_API_TOKENS_FILE: file(JSON.stringify([entry])),
  });
  expect(server.seamWebhookSecret).toBe('whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0');
  const codec = readCodecConfig({
    STAYKEY_PAYLOAD_KEYS: keyLine('a'),
    STAYKEY_CODEC_ORIGINS: 'https://temporal.example.com',
    STAYKEY_CODEC_TOKEN_FILE: file('a-token-of-more-than-thirty-two-characters\n'),
  });
  expect(codec.access?.token).toBe('a-token-of-more-than-thirty-two-characters');
});

test('an empty file is an unset secret', () => {
  const config = readWorkerConfig({ ...unencrypted, SEAM_API_KEY: 'seam_abc', SMTP_URL_FILE: file('\n') });
  expect(config.notify.mail).toBeNull();
});

test('a file that is not there is named with its variable', () => {
  const message = problemsOf(() => readWorkerConfig({ ...unencrypted, SEAM_API_KEY_FILE: '/nowhere/key' }));
  expect(message).toContain('SEAM_API_KEY_FILE="/nowhere/key": ENOENT');
});

test('a secret and its file at once are refused, and neither is shown', () => {
  const message = problemsOf(() =>
    readWorkerConfig({ ...unencrypted, SEAM_API_KEY: 'seam_one', SEAM_API_KEY_FILE: file('seam_two') }),
  );
  expect(message).toContain('SEAM_API_KEY and SEAM_API_KEY_FILE are both set: expected one of them');
  expect(message).not.toMatch(/seam_(?:one|two)/);
});

test('what is wrong with the secret in a file is said without showing it', () => {
  const message = problemsOf(() =>
    readWorkerConfig({ ...unencrypted, SEAM_API_KEY_FILE: file('sk_of_somebody_else') }),
  );
  expect(message).toContain('SEAM_API_KEY: expected to start with "seam_"');
  expect(message).not.toContain('somebody_else');
});
