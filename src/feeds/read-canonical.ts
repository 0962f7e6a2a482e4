import { canonicalList, readUnorderedEntry } from './canonical-json.ts';
import { contentHash } from './content-hash.ts';
import type { FeedReading } from './feed-row.ts';
import { feedText, parseJson } from './feed-text.ts';
import { completenessByCommonNames } from './page-markers.ts';

/**
 * Rows from canonical JSON, which names its doors itself.
 * @throws {FeedError}
 */
export const readCanonical = (text: string, fileName: string, reading: FeedReading): void => {
  const json = parseJson(feedText(text, fileName), fileName);
  const list = canonicalList(json, fileName);
  reading.completeness = completenessByCommonNames(json, list.length);
  list.forEach((raw, index) => {
    const place = `${fileName}, entry ${index + 1}`;
    const entry = readUnorderedEntry(raw, place);
    if ('message' in entry) {
      reading.bad.push(entry);
      return;
    }
    const content = { ...entry, kind: 'stay' as const };
    reading.rows.push({ ...content, place, contentHash: contentHash(content) });
  });
};
