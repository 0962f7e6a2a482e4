import type { IncomingMessage } from 'node:http';
import type { Feed } from '../feeds/feed-config.ts';
import { decodeText } from './decode-text.ts';
import type { Fetched, Validators } from './fetched.ts';
import { firstRequest, type AddressLocation } from './first-request.ts';
import { followRedirects } from './follow-redirects.ts';
import type { FetchLimits } from './limits.ts';
import { networkFault } from './network-fault.ts';
import { readBody } from './read-body.ts';
import { statusFault } from './status-fault.ts';
import { unpackBody } from './unpack-body.ts';
import { validatorsOf } from './validators.ts';
import { watchTime } from './watch-time.ts';

interface AddressFeed extends Pick<Feed, 'headers' | 'allow' | 'charset'> {
  location: AddressLocation;
}

/**
 * A feed at an http address.
 * @throws {FetchFault}, or the reason of `outer` where that ended it
 */
export const fetchAddress = async (
  feed: AddressFeed,
  env: Record<string, string | undefined>,
  validators: Validators | null,
  limits: FetchLimits,
  outer: AbortSignal | undefined,
): Promise<Fetched> => {
  const first = firstRequest(feed, env);
  const { place } = first;
  const { signal, heard, end } = watchTime(limits, place, outer);
  let response: IncomingMessage | undefined;
  try {
    signal.throwIfAborted();
    const answer = await followRedirects(first, feed.allow, validators, signal);
    response = answer.response;
    heard();
    const { statusCode = 0, headers } = response;
    if (statusCode === 304 && validators && answer.isConditional)
      return { kind: 'unchanged', fileName: place, validators };
    if (statusCode !== 200) throw statusFault(place, statusCode, headers['retry-after'], Date.now());
    const raw = await readBody(response, limits.rawBytes, place, heard);
    const bytes = await unpackBody(raw, headers['content-encoding'], limits.textBytes, place);
    const contentType = headers['content-type'] ?? null;
    return {
      kind: 'text',
      text: decodeText(bytes, { charset: feed.charset, contentType }, place),
      fileName: place,
      contentType,
      validators: validatorsOf(answer.url, headers),
    };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw networkFault(error, place);
  } finally {
    end();
    response?.destroy();
  }
};
