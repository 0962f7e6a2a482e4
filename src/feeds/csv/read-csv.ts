import type { CsvFeed } from '../feed-config.ts';
import type { FeedReading } from '../feed-row.ts';
import { settleStay } from '../settle-stay.ts';
import { csvRecords } from './csv-records.ts';
import { readHeader } from './header.ts';
import { statusReader } from './read-status.ts';
import { readStay } from './read-stay.ts';

/**
 * Stays from a CSV text, by profile and mapping.
 * @throws {FeedError}
 */
export const readCsv = (feed: CsvFeed, text: string, fileName: string, reading: FeedReading): void => {
  const [header, ...records] = csvRecords(text, fileName, feed.delimiter);
  const index = readHeader(header, feed, fileName);
  const meaningOf = statusReader(feed, index.status !== undefined);
  const width = header?.cells.length ?? 0;
  for (const { line, cells } of records) {
    const place = `${fileName}, line ${line}`;
    const cell = (field: keyof typeof index) => cells[index[field] ?? -1] ?? '';
    const found =
      cells.length === width
        ? readStay({ place, cell, dateFormat: feed.dateFormat, meaningOf })
        : [`it has ${cells.length} cells: expected ${width}, as in the header`];
    if (!Array.isArray(found)) {
      settleStay(found, feed, reading);
      continue;
    }
    reading.bad.push({
      source: feed.source,
      propertyId: null,
      reservationId: cell('reservationId') || null,
      message: `${place}: ${found.join('; ')}`,
    });
  }
};
