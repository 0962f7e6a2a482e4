import type { CsvFeed } from '../feed-config.ts';
import type { Meaning } from '../feed-row.ts';
import { csvProfiles } from './csv-profiles.ts';

export type StatusReader = (status: string) => Meaning | { fault: string };

/** Unknown texts are reported, never guessed. Without a column of them every record is confirmed. */
export const statusReader = ({ statuses, format }: CsvFeed, hasColumn: boolean): StatusReader => {
  const own = Object.entries(statuses).map(([text, meaning]) => [text.toLowerCase(), meaning] as const);
  const known = new Map<string, Meaning>([...Object.entries(csvProfiles[format].statuses), ...own]);
  const expected = `expected one of ${[...known.keys()].join(', ')}; others need a meaning in "statuses"`;
  return (status) =>
    hasColumn
      ? (known.get(status.toLowerCase()) ?? { fault: `status is "${status.slice(0, 40)}": ${expected}` })
      : 'confirmed';
};
