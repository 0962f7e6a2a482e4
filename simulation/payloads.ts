import { defaultPayloadConverter, type Payload } from '@temporalio/common';

export const toPayload = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);

export const toPayloads = (values: readonly unknown[]): Payload[] => values.map(toPayload);

/** Of the sandbox as well, whose byte arrays are not instances of ours. */
interface AnyPayload {
  data?: Uint8Array | null;
}

export const fromPayload = (payload: AnyPayload | null | undefined): unknown => {
  const { data } = payload ?? {};
  if (!data || data.byteLength === 0) return undefined;
  return JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString()) as unknown;
};

export const sizeOf = (payload: AnyPayload | null | undefined): number => payload?.data?.byteLength ?? 0;

/** Objects of the sandbox have prototypes of its own; this makes them ours, so that they can be compared. */
export const plain = (value: unknown): unknown => {
  if (value === null || typeof value !== 'object') return typeof value === 'function' ? undefined : value;
  if (ArrayBuffer.isView(value))
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1');
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
};
