import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { ConfigError, readPayloadKeys } from '../../src/config.ts';
import { newKeyLine, parsePayloadKeys } from '../../src/temporal/keys.ts';
import { keyLine } from '../support/payload-keys.ts';

const fileOf = (content: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'staykey-keys-')), 'keys');
  writeFileSync(file, content);
  return file;
};

const refusalOf = (env: Record<string, string>): string => {
  try {
    readPayloadKeys(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'none';
};

test('the first key is the current one, all are known, comments and empty lines are not', () => {
  const file = fileOf(`# since May\n${keyLine('b')}\n\n  ${keyLine('a')}  \n`);
  const keys = readPayloadKeys({ STAYKEY_PAYLOAD_KEYS_FILE: file });
  expect(keys?.current.id).toBe('b');
  expect([...(keys?.known.keys() ?? [])]).toEqual(['b', 'a']);
});

test('keys may stand in the environment with commas between them', () => {
  const keys = readPayloadKeys({ STAYKEY_PAYLOAD_KEYS: `${keyLine('a')},${keyLine('b')}` });
  expect([...(keys?.known.keys() ?? [])]).toEqual(['a', 'b']);
});

test('encryption is off where somebody says so, and never because nobody said anything', () => {
  expect(readPayloadKeys({ STAYKEY_PAYLOAD_ENCRYPTION: 'off' })).toBeNull();
  expect(refusalOf({})).toMatch(/STAYKEY_PAYLOAD_KEYS_FILE is not set.*staykey keys new/);
  expect(refusalOf({ STAYKEY_PAYLOAD_ENCRYPTION: 'OFF' })).toMatch(/STAYKEY_PAYLOAD_ENCRYPTION="OFF"/);
  expect(refusalOf({ STAYKEY_PAYLOAD_ENCRYPTION: 'off', STAYKEY_PAYLOAD_KEYS: keyLine('a') })).toMatch(
    /STAYKEY_PAYLOAD_KEYS: expected no keys/,
  );
});

const bytes = (count: number) => Buffer.from('secret'.repeat(20)).subarray(0, count).toString('base64');

test.each([
  ['a key without an id', bytes(32), /key 1: expected "<id>:<key>"/],
  ['a short key', `old:${bytes(16)}`, /key 1: "old" has 16 bytes/],
  ['a long key', `${keyLine('a')}\nold:${bytes(33)}`, /key 2: "old" has 33 bytes/],
  ['what is not base64', `old:${bytes(32).replace('=', '!')}`, /key 1: "old" is not base64/],
  ['base64 without its end', `old:${bytes(32).replace('=', '')}`, /key 1: "old" is not base64/],
  ['a key of zeros', `old:${Buffer.alloc(32).toString('base64')}`, /same byte over and over/],
  ['an id that is there twice', `a:${bytes(32)}\na:${bytes(32)}`, /key 2: "a" is there twice/],
  ['a file without keys', '# none yet\n', /there is no key in it/],
])('%s is refused with its place and without being shown', (_name, content, said) => {
  const message = refusalOf({ STAYKEY_PAYLOAD_KEYS_FILE: fileOf(content) });
  expect(message).toMatch(said);
  expect(message).toContain('STAYKEY_PAYLOAD_KEYS_FILE="');
  expect(message).not.toContain(bytes(16).slice(0, 12));
  const inEnvironment = refusalOf({ STAYKEY_PAYLOAD_KEYS: content });
  expect(inEnvironment).toMatch(said);
  expect(inEnvironment).not.toContain(bytes(16).slice(0, 12));
});

test('a file that is not there and a list given twice are named', () => {
  expect(refusalOf({ STAYKEY_PAYLOAD_KEYS_FILE: '/nowhere/keys' })).toContain('/nowhere/keys');
  const both = { STAYKEY_PAYLOAD_KEYS_FILE: fileOf(keyLine('a')), STAYKEY_PAYLOAD_KEYS: keyLine('a') };
  expect(refusalOf(both)).toMatch(/both set/);
});

test('staykey keys new prints a line that is taken as it is, another one each time', async () => {
  const { stdout } = await execa(process.execPath, ['src/cli.ts', 'keys', 'new']);
  expect(stdout).toMatch(/^\d{4}-\d\d-\d\d-[0-9a-f]{6}:/);
  expect(parsePayloadKeys(stdout).known.size).toBe(1);
  expect(newKeyLine(new Date(0))).toMatch(/^1970-01-01-/);
  expect(newKeyLine(new Date(0))).not.toBe(newKeyLine(new Date(0)));
});
