import { CsvError, parse } from 'csv-parse/sync';
import { FeedError } from '../entry.ts';
import { feedText } from '../feed-text.ts';

export interface CsvRecord {
  /** Where it begins, counted from 1. */
  line: number;
  cells: string[];
}

/**
 * The records of a CSV text, its header line first; blank ones are left out.
 * @throws {FeedError} without the text: a guest may be in it
 */
export const csvRecords = (text: string, fileName: string, delimiter: ',' | ';' | 'tab'): CsvRecord[] => {
  // The parser counts a CR LF within quotes as two lines.
  const content = feedText(text, fileName).replace(/\r\n?/g, '\n');
  try {
    const parsed = parse(content, {
      delimiter: delimiter === 'tab' ? '\t' : delimiter,
      record_delimiter: '\n',
      info: true,
      relax_column_count: true,
      skip_records_with_empty_values: true,
    }) as unknown as { info: { lines: number }; record: string[] }[];
    return parsed.map(({ info, record }) => ({
      line: info.lines - record.reduce((count, cell) => count + cell.split('\n').length - 1, 0),
      cells: record.map((cell) => cell.trim()),
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as CsvError & { lines?: number };
    throw new FeedError(
      `${fileName}, line ${lines ?? '?'}: ${faults[error.code] ?? 'not to be read as CSV'}`,
    );
  }
};

const faults: Partial<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  INVALID_OPENING_QUOTE: 'a quote within a cell that has none around it',
  CSV_INVALID_CLOSING_QUOTE: 'text after the quote that closes a cell; is the delimiter right?',
};
