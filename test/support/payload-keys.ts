import { parsePayloadKeys, type PayloadKeys } from '../../src/temporal/keys.ts';

/** A key's line, the same for the same id. */
export const keyLine = (id: string): string => {
  const key = Buffer.alloc(32, id.charCodeAt(0));
  key.writeUInt8(1);
  return `${id}:${key.toString('base64')}`;
};

/** The first id is the current key. */
export const keysOf = (...ids: string[]): PayloadKeys => parsePayloadKeys(ids.map(keyLine).join('\n'));
