import { maySee } from '../api/authorise.ts';
import type { Caller } from '../api/tokens.ts';
import type { Feed } from '../feeds/feed-config.ts';

/** What a feed lacks or has wrong may be of any of its properties; a feed that names none may hold any. */
export const maySeeFeed = (caller: Caller, feed: Feed): boolean =>
  caller.properties === null ||
  ('properties' in feed && feed.properties.every(({ propertyId }) => maySee(caller, propertyId)));
