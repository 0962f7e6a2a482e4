import { FeedError } from '../entry.ts';
import type { CsvFeed } from '../feed-config.ts';
import { csvProfiles, type CsvField } from './csv-profiles.ts';
import type { CsvRecord } from './csv-records.ts';

/** In which cell of a record each field stands. */
export type ColumnIndex = Partial<Record<CsvField, number>>;

const guestFields: ReadonlySet<string> = new Set(['guestName', 'email', 'phone', 'language']);

/**
 * Headers are held against the profile's and the configuration's without regard to case.
 * @throws {FeedError} naming the columns that are missing or there twice, and those the file has
 */
export const readHeader = (header: CsvRecord | undefined, feed: CsvFeed, fileName: string): ColumnIndex => {
  const names = (header?.cells ?? []).map((name) => name.toLowerCase());
  const wanted = { ...csvProfiles[feed.format].columns, ...feed.columns };
  const index: ColumnIndex = {};
  const missing: string[] = [];
  for (const [field, name] of Object.entries(wanted) as [CsvField, string][]) {
    const at = names.indexOf(name.toLowerCase());
    if (at !== names.lastIndexOf(name.toLowerCase())) {
      throw new FeedError(`${fileName}: column "${name}" is there twice; expected once, as ${field}`);
    }
    if (at >= 0) index[field] = at;
    else if (isNeeded(field, feed)) missing.push(`"${name}" (${field})`);
  }
  if (index.departure === undefined && index.lastNight === undefined) {
    missing.push([wanted.departure, wanted.lastNight].filter(Boolean).map(quote).join(' or '));
  }
  if (missing.length === 0) return index;
  const found = (header?.cells ?? []).slice(0, 40).map(quote).join(', ');
  const hint = names.length === 1 ? `; it is one cell: is the delimiter "${feed.delimiter}"?` : '';
  throw new FeedError(`${fileName}: missing column ${missing.join(', ')}; its header has ${found}${hint}`);
};

/** What the configuration names itself is needed; of a profile's columns, those a stay can't be read without. */
const isNeeded = (field: CsvField, { columns, properties }: CsvFeed): boolean => {
  if (field === 'departure' || field === 'lastNight') return false;
  if (columns[field] !== undefined) return true;
  if (field === 'listing') return properties.some(({ listing }) => listing !== undefined);
  return !guestFields.has(field);
};

const quote = (name = ''): string => `"${name.slice(0, 40)}"`;
