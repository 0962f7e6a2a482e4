import { checkRows } from './check-rows.ts';
import { readCsv } from './csv/read-csv.ts';
import type { Feed } from './feed-config.ts';
import type { FeedReading } from './feed-row.ts';
import { readIcal } from './ical/read-ical.ts';
import { readPms } from './pms/read-pms.ts';
import { readCanonical } from './read-canonical.ts';

/**
 * What a feed says, from its text. `fileName` stands in messages, so it must hold no secret.
 * @throws {FeedError} where the text as a whole is not that feed, or not a whole one
 */
export const readFeed = (feed: Feed, text: string, fileName: string): FeedReading => {
  const reading: FeedReading = { rows: [], passedOver: [], bad: [], repeats: [], overlaps: [] };
  switch (feed.kind) {
    case 'canonical':
      readCanonical(text, fileName, reading);
      break;
    case 'ical':
      readIcal(feed, text, fileName, reading);
      break;
    case 'csv':
      readCsv(feed, text, fileName, reading);
      break;
    case 'pms':
      readPms(feed, text, fileName, reading);
      break;
  }
  return checkRows(reading);
};
