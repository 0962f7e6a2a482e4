import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import type { LookupFunction } from 'node:net';

interface Sending {
  headers: Record<string, string>;
  lookup: LookupFunction;
  signal: AbortSignal;
}

// Some sites send long policies; Node's own limit is a fourth of it.
const MOST_HEADER_BYTES = 65_536;

/** One request on a connection of its own. Follows nothing, and uses no proxy: a proxy would look the name up itself. */
export const sendRequest = (url: URL, { headers, lookup, signal }: Sending): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const get = url.protocol === 'https:' ? getHttps : getHttp;
    const request = get(url, {
      agent: false,
      headers,
      lookup,
      signal,
      maxHeaderSize: MOST_HEADER_BYTES,
      // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
      rejectUnauthorized: true,
    });
    request.on('response', resolve);
    request.on('error', reject);
    // A connection that turns into something else ends without an error.
    request.on('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
  });
