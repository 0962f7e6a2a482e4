import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import type { PayloadKeys } from './keys.ts';
import { clearCodec, createPayloadCodec } from './payload-codec.ts';

export const failureConverterPath = fileURLToPath(new URL('./failure-converter.ts', import.meta.url));

/** The one converter of clients and workers. Without keys nothing is encrypted, and failures stay readable as they are. */
export const dataConverterFor = (keys: PayloadKeys | null): DataConverter =>
  keys === null
    ? { payloadCodecs: [clearCodec] }
    : { failureConverterPath, payloadCodecs: [createPayloadCodec(keys)] };
