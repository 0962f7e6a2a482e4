import { whole } from '../domain/completeness.ts';
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
  // A calendar and a CSV file have no pages, and one that was cut off is refused; the other readers look.
  const reading: FeedReading = {
    rows: [],
    passedOver: [],
    bad: [],
    repeats: [],
    overlaps: [],
    completeness: whole,
  };
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
