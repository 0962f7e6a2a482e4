import { isIP } from 'node:net';
import type { Feed } from '../feeds/feed-config.ts';
import { isThisMachine } from '../feeds/feed-location.ts';
import { lasting } from './fetch-fault.ts';
import type { FeedRequest } from './first-request.ts';
import { unreachable } from './guarded-lookup.ts';
import { isReachable } from './reachable-address.ts';

/**
 * What can be told before anything is sent; names are judged when they are looked up.
 * @throws {FetchFault}
 */
export const checkRequest = ({ url, place }: FeedRequest, allow: Feed['allow']): void => {
  const { protocol, hostname } = url;
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw lasting(`${place} is a ${protocol.slice(0, 20)} address; expected https:`);
  }
  if (protocol === 'http:' && !allow.http && !isThisMachine(url)) {
    throw lasting(`${place} is an http: address; expected https:, or "allow": { "http": true }`);
  }
  const address = hostname.replace(/^\[|\]$/g, '');
  if (isIP(address) !== 0 && !isReachable(address, allow.addresses)) throw unreachable(place);
};
