import type { IncomingMessage } from 'node:http';
import type { Feed } from '../feeds/feed-config.ts';
import { checkRequest } from './check-request.ts';
import { lasting } from './fetch-fault.ts';
import type { Validators } from './fetched.ts';
import type { FeedRequest } from './first-request.ts';
import { guardedLookup } from './guarded-lookup.ts';
import { sendRequest } from './send-request.ts';
import { conditionsFor } from './validators.ts';

interface Answer {
  response: IncomingMessage;
  /** The address that answered, after all redirects. */
  url: URL;
  /** It was asked for what has changed since the validators. */
  isConditional: boolean;
}

const MOST_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number | undefined> = new Set([301, 302, 303, 307, 308]);

/**
 * The first answer that is no redirect. Each address on the way is held to the same rules as the first.
 * @throws {FetchFault} where one of them is not to be asked, or there are too many
 */
export const followRedirects = async (
  first: FeedRequest,
  allow: Feed['allow'],
  validators: Validators | null,
  signal: AbortSignal,
): Promise<Answer> => {
  let request = first;
  for (let redirects = 0; ; redirects += 1) {
    checkRequest(request, allow);
    const { url, secrets, place } = request;
    const conditions = conditionsFor(url, validators);
    const response = await sendRequest(url, {
      headers: { ...PLAIN, ...secrets, ...conditions },
      lookup: guardedLookup(allow.addresses, place),
      signal,
    });
    if (!REDIRECTS.has(response.statusCode)) {
      return { response, url, isConditional: Object.keys(conditions).length > 0 };
    }
    response.destroy();
    if (redirects === MOST_REDIRECTS) {
      throw lasting(`${first.place} redirects more than ${MOST_REDIRECTS} times`);
    }
    request = redirected(request, response.headers.location, first.place);
  }
};

const PLAIN = { accept: '*/*', 'accept-encoding': 'gzip, br, deflate', 'user-agent': 'Staykey' };

const redirected = (from: FeedRequest, to: string | undefined, firstPlace: string): FeedRequest => {
  const url = to === undefined ? null : URL.parse(to, from.url.href);
  if (!url) throw lasting(`${firstPlace} redirects to no address`);
  // Its path and query may be a secret too, such as a signature.
  const place = `${url.host.slice(0, 100)}, where ${firstPlace} redirects to,`;
  if (from.url.protocol === 'https:' && url.protocol !== 'https:') {
    throw lasting(`${place} is no https: address; a redirect from https may only lead to another`);
  }
  url.username = url.password = url.hash = '';
  return { url, place, secrets: url.origin === from.url.origin ? from.secrets : {} };
};
