import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { lasting } from './fetch-fault.ts';
import { isReachable } from './reachable-address.ts';

/**
 * A look-up that leaves only addresses a fetch may connect to. The connection is made to what this answers and to nothing
 * else, so a name that means another address a moment later gains nothing. An address in place of a name is never looked up.
 */
export const guardedLookup =
  (ranges: readonly string[], place: string): LookupFunction =>
  (hostname, options, answer) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return answer(error, '');
      const [first, ...others] = found.filter(({ address }) => isReachable(address, ranges));
      if (!first) return answer(unreachable(place), '');
      if (options.all) answer(null, [first, ...others]);
      else answer(null, first.address, first.family);
    });
  };

export const unreachable = (place: string) =>
  lasting(`${place} is at an address that is not public; expected a public one, or one in "allow.addresses"`);
