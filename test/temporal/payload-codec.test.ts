import { defaultPayloadConverter, type Payload, type PayloadCodec } from '@temporalio/common';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePayloadKeys } from '../../src/temporal/keys.ts';
import { clearCodec, createPayloadCodec, PayloadDecryptionError } from '../../src/temporal/payload-codec.ts';
import { keyLine, keysOf } from '../support/payload-keys.ts';

const a = createPayloadCodec(keysOf('a'));
const toPayload = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const fromPayload = (payload: Payload): unknown => defaultPayloadConverter.fromPayload(payload);
const one = async (codec: PayloadCodec, direction: 'encode' | 'decode', payload: Payload) => {
  const [answer] = await codec[direction]([payload]);
  if (!answer) throw new Error('No payload came back');
  return answer;
};
const text = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('latin1');
const everything = ({ metadata, data }: Payload): string =>
  text(data) +
  Object.entries(metadata ?? {})
    .map(([name, value]) => name + text(value))
    .join();

test('whatever goes in comes out, in its place, and cannot be read in between', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue()), async (values) => {
      const encoded = await a.encode(values.map(toPayload));
      const decoded = await a.decode(encoded);
      // JSON itself knows no negative zero.
      expect(decoded.map(fromPayload)).toEqual(JSON.parse(JSON.stringify(values)));
    }),
  );
  const encoded = await one(a, 'encode', toPayload({ guest: 'Ada Rivers' }));
  expect(everything(encoded)).not.toContain('Ada');
  expect(everything(encoded)).not.toContain('json/plain');
});

test('undefined and bytes are payloads like any other', async () => {
  for (const value of [undefined, new Uint8Array([0, 255, 7]), new Uint8Array()]) {
    const encoded = await one(a, 'encode', toPayload(value));
    expect(fromPayload(await one(a, 'decode', encoded))).toEqual(value);
  }
});

test('what is not ours passes: payloads from before encryption', async () => {
  const plain = toPayload({ guest: 'Ada' });
  expect(await one(a, 'decode', plain)).toBe(plain);
});

test('the same content never looks the same twice', async () => {
  const encoded = await a.encode(Array.from({ length: 200 }, () => toPayload('same')));
  expect(new Set(encoded.map(({ data }) => text(data?.subarray(0, 12)))).size).toBe(200);
});

describe('keys', () => {
  test('the current one encrypts, any known one decrypts', async () => {
    const both = createPayloadCodec(keysOf('b', 'a'));
    const old = await one(a, 'encode', toPayload('old'));
    const fresh = await one(both, 'encode', toPayload('new'));
    expect(text(old.metadata?.['encryption-key-id'])).toBe('a');
    expect(text(fresh.metadata?.['encryption-key-id'])).toBe('b');
    expect((await both.decode([old, fresh])).map(fromPayload)).toEqual(['old', 'new']);
  });

  test('one that is not known is named, beside those that are', async () => {
    const other = createPayloadCodec(keysOf('b', 'c'));
    await expect(other.decode([await one(a, 'encode', toPayload('x'))])).rejects.toThrow(
      'A payload is encrypted with key "a", which is not known here: expected one of "b", "c"',
    );
  });
});

test('where encryption is off, content stays clear and what is encrypted is an error that says what is missing', async () => {
  const plain = [toPayload('x')];
  expect(await clearCodec.encode(plain)).toBe(plain);
  expect(await clearCodec.decode(plain)).toEqual(plain);
  await expect(clearCodec.decode([await one(a, 'encode', toPayload('x'))])).rejects.toThrow(
    /key "a", which is not known here: expected it in STAYKEY_PAYLOAD_KEYS_FILE, encryption is off/,
  );
});

describe('a payload that was changed is an error that shows nothing of it', () => {
  const change = async (
    how: (payload: { metadata: Record<string, Uint8Array>; data: Uint8Array }) => void,
  ) => {
    const { metadata, data } = await one(a, 'encode', toPayload('Ada Rivers'));
    const changed = { metadata: { ...metadata }, data: Uint8Array.from(data ?? []) };
    how(changed);
    return one(createPayloadCodec(keysOf('a', 'b')), 'decode', changed);
  };
  const flip = (data: Uint8Array, at: number) =>
    data.set([(data.at(at) ?? 0) ^ 1], at < 0 ? data.length + at : at);

  test.each([
    ['in its IV', 0],
    ['in its content', 14],
    ['in its tag', -1],
  ])('%s', async (_where, at) => {
    const reading = change(({ data }) => flip(data, at));
    await expect(reading).rejects.toThrow(PayloadDecryptionError);
    await expect(reading).rejects.toThrow(/under key "a" was changed/);
    await expect(reading).rejects.not.toThrow(/Ada/);
  });

  test.each([0, 5, 12, 20, 27])('cut to %i bytes', async (length) => {
    await expect(change((payload) => (payload.data = payload.data.subarray(0, length)))).rejects.toThrow(
      /was changed/,
    );
  });

  test.each([
    ['encryption-key-id', 'b', /under key "b" was changed/],
    ['encryption-algorithm', 'none', /encrypted with "none" version "1": expected AES-256-GCM version 1/],
    ['encryption-version', '2', /version "2"/],
  ])('with another %s', async (name, value, said) => {
    await expect(change(({ metadata }) => (metadata[name] = Buffer.from(value)))).rejects.toThrow(said);
  });

  test('under another id, even where both ids stand for one key', async () => {
    const twice = createPayloadCodec(
      parsePayloadKeys(`${keyLine('a')}\n${keyLine('a').replace('a:', 'z:')}`),
    );
    const { metadata, data } = await one(a, 'encode', toPayload('x'));
    const renamed = { metadata: { ...metadata, 'encryption-key-id': Buffer.from('z') }, data: data ?? null };
    await expect(twice.decode([renamed])).rejects.toThrow(/under key "z" was changed/);
  });
});
