import { basename, extname } from 'node:path';
import type { Feed } from '../feeds/feed-config.ts';

export interface Matched {
  feeds: { feed: Feed; folder: string }[];
  /** Folders that belong to no feed, or to several. */
  faults: string[];
  /** Ids of feeds nothing is recorded of. */
  unrecorded: string[];
}

/** A folder belongs to the feed with that id; else to the one whose file or address ends on that name. */
export const matchFolders = (folders: readonly string[], feeds: readonly Feed[]): Matched => {
  const matched: Matched = { feeds: [], faults: [], unrecorded: [] };
  const folderOf = new Map<string, string>();
  for (const folder of folders) {
    const byId = feeds.filter(({ id }) => id === folder);
    const found = byId.length > 0 ? byId : feeds.filter((feed) => placeNames(feed).includes(folder));
    const [feed, another] = found;
    const earlier = feed && folderOf.get(feed.id);
    if (!feed) matched.faults.push(`folder "${folder}" belongs to no feed`);
    else if (another) {
      const ids = found.map(({ id }) => id).join(', ');
      matched.faults.push(
        `folder "${folder}" may belong to each of the feeds ${ids}: call it by the id of one`,
      );
    } else if (earlier !== undefined) {
      matched.faults.push(`folders "${earlier}" and "${folder}" both belong to feed ${feed.id}`);
    } else {
      folderOf.set(feed.id, folder);
      matched.feeds.push({ feed, folder });
    }
  }
  matched.unrecorded = feeds.filter(({ id }) => !folderOf.has(id)).map(({ id }) => id);
  return matched;
};

/** What a location's last part, and the folder above it, are called. */
const placeNames = ({ location }: Feed): string[] => {
  if ('env' in location) return [];
  const path = 'file' in location ? location.file : decoded(new URL(location.url).pathname);
  const parts = path.split(/[\\/]/).filter((part) => part !== '' && part !== '.' && part !== '..');
  const last = parts.at(-1);
  if (last === undefined) return [];
  return [last, basename(last, extname(last)), ...parts.slice(-2, -1)];
};

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};
