import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { codeOf } from '../domain/error-code.ts';
import { lasting, passing } from './fetch-fault.ts';

/**
 * A body without its `Content-Encoding`. Stops at `mostBytes`: a few packed bytes can stand for any number of others.
 * @throws {FetchFault}
 */
export const unpackBody = async (
  bytes: Buffer,
  encoding: string | undefined,
  mostBytes: number,
  place: string,
): Promise<Buffer> => {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (bytes.length === 0 || name === '' || name === 'identity') return bytes;
  const unpack = unpackers[name];
  if (!unpack) throw lasting(`${place} is packed as "${name.slice(0, 40)}"; expected gzip, br or deflate`);
  try {
    return await unpack(bytes, { maxOutputLength: mostBytes });
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') {
      throw lasting(`${place} unpacks to more than ${mostBytes} bytes; expected at most that`);
    }
    throw passing(`${place} can't be unpacked as ${name} (${codeOf(error)}); was it cut off?`);
  }
};

type Unpack = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const gunzipBody: Unpack = promisify(gunzip);
const unbrotli: Unpack = promisify(brotliDecompress);
const inflateWrapped: Unpack = promisify(inflate);
const inflateBare: Unpack = promisify(inflateRaw);

// The standard says "deflate" has zlib's header; some servers leave it out.
const inflateEither: Unpack = (bytes, options) =>
  ((bytes[0] ?? 0) & 0x0f) === 8 ? inflateWrapped(bytes, options) : inflateBare(bytes, options);

const unpackers: Record<string, Unpack | undefined> = {
  gzip: gunzipBody,
  'x-gzip': gunzipBody,
  br: unbrotli,
  deflate: inflateEither,
};
