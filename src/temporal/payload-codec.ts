import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { PayloadKeys } from './keys.ts';

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

const ENCODING = 'binary/encrypted';
const CIPHER = 'AES-256-GCM';
const VERSION = '1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A payload of ours that can't be read. The message names key id and cause, and nothing of the content. */
export class PayloadDecryptionError extends Error {
  override readonly name = 'PayloadDecryptionError';
}

/**
 * Encrypts whole payloads, their metadata included, with the current key; reads whatever one of the known keys
 * encrypted. Payloads that are not ours pass: those of runs from before encryption was switched on.
 *
 * `data` is a fresh 96-bit IV, the ciphertext and a 128-bit tag. The metadata of the outer payload is authenticated with
 * it. It is not bound to a run: the Temporal UI does not tell a codec server whose payload it asks for.
 */
export const createPayloadCodec = ({ current, known }: PayloadKeys): PayloadCodec => ({
  encode: async (payloads) => payloads.map((payload) => encrypt(payload, current)),
  decode: async (payloads) => payloads.map((payload) => decryptIfOurs(payload, known)),
});

/** For where encryption is off: content stays as it is, and what others have encrypted is an error that says so. */
export const clearCodec: PayloadCodec = {
  encode: async (payloads) => payloads,
  decode: async (payloads) => payloads.map((payload) => decryptIfOurs(payload, new Map())),
};

const decryptIfOurs = (payload: Payload, known: PayloadKeys['known']): Payload =>
  metadataOf(payload, 'encoding') === ENCODING ? decrypt(payload, known) : payload;

const encrypt = (payload: Payload, { id, key }: PayloadKeys['current']): Payload => {
  const envelope = { algorithm: CIPHER, version: VERSION, keyId: id };
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(bound(envelope));
  const content = Buffer.concat([cipher.update(PayloadMessage.encode(payload).finish()), cipher.final()]);
  return {
    metadata: {
      encoding: Buffer.from(ENCODING),
      'encryption-algorithm': Buffer.from(CIPHER),
      'encryption-version': Buffer.from(VERSION),
      'encryption-key-id': Buffer.from(id),
    },
    data: Buffer.concat([iv, content, cipher.getAuthTag()]),
  };
};

const decrypt = (payload: Payload, known: PayloadKeys['known']): Payload => {
  const envelope = {
    algorithm: metadataOf(payload, 'encryption-algorithm'),
    version: metadataOf(payload, 'encryption-version'),
    keyId: metadataOf(payload, 'encryption-key-id'),
  };
  if (envelope.algorithm !== CIPHER || envelope.version !== VERSION) {
    const is = `"${envelope.algorithm}" version "${envelope.version}"`;
    throw new PayloadDecryptionError(
      `A payload is encrypted with ${is}: expected ${CIPHER} version ${VERSION}`,
    );
  }
  const key = known.get(envelope.keyId);
  if (!key) {
    const ids = [...known.keys()].map((id) => `"${id}"`).join(', ');
    const expected = ids ? `one of ${ids}` : 'it in STAYKEY_PAYLOAD_KEYS_FILE, encryption is off';
    throw new PayloadDecryptionError(
      `A payload is encrypted with key "${envelope.keyId}", which is not known here: expected ${expected}`,
    );
  }
  return PayloadMessage.decode(open(Buffer.from(payload.data ?? []), key, envelope));
};

interface Envelope {
  algorithm: string;
  version: string;
  keyId: string;
}

const open = (data: Buffer, key: KeyObject, envelope: Envelope): Buffer => {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(bound(envelope))
      .setAuthTag(data.subarray(Math.max(data.length - TAG_BYTES, IV_BYTES)));
    const content = decipher.update(data.subarray(IV_BYTES, -TAG_BYTES));
    return Buffer.concat([content, decipher.final()]);
  } catch {
    throw new PayloadDecryptionError(
      `A payload under key "${envelope.keyId}" was changed since it was encrypted, or that id once meant another key`,
    );
  }
};

/** What an attacker must not be able to swap: JSON, so that no two envelopes read the same. */
const bound = ({ algorithm, version, keyId }: Envelope): Buffer =>
  Buffer.from(JSON.stringify([ENCODING, algorithm, version, keyId]));

const metadataOf = ({ metadata }: Payload, name: string): string =>
  Buffer.from(metadata?.[name] ?? []).toString('utf8');
