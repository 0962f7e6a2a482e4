import type { Completeness } from '../domain/completeness.ts';
import type { Feed } from '../feeds/feed-config.ts';
import type { FeedReading, FeedRow } from '../feeds/feed-row.ts';
import { columns, paint, plain } from './print.ts';

/** What was read from a feed, for people; nothing of a guest. */
export const describeReading = (
  feed: Feed,
  { rows, passedOver, bad, repeats, overlaps, completeness }: FeedReading,
): string =>
  [
    `${paint('bold', plain(feed.id))}  ${kindOf(feed)}, read every ${feed.everyMinutes} min`,
    ...section('reservations', rows.length === 0 ? [] : [columns(rows.map(toCells))]),
    ...section(
      'overlaps',
      overlaps.map(({ message }) => message),
    ),
    ...section(
      'bad',
      bad.map(({ message }) => message),
    ),
    ...section('passed over', [...passedOver.map(({ message }) => message), ...repeats]),
    '',
    `${rows.length} reservations, ${overlaps.length} overlaps, ${bad.length} bad, ${passedOver.length + repeats.length} passed over`,
    ...incompleteness(completeness),
    `absence: ${feed.absence.strikes} strikes over ${feed.absence.leastMinutes} min; shrink guard from ${feed.absence.shrinkLeast} reservations and ${Math.round(feed.absence.shrinkShare * 100)} %`,
  ].join('\n');

const incompleteness = (completeness: Completeness): string[] => {
  if (completeness.extent === 'whole') return [];
  const lead =
    completeness.extent === 'partial' ? 'only a part of the feed' : 'maybe only a part of the feed';
  return [plain(`${lead}: ${completeness.why}; what it lacks does not count as missing`)];
};

const kindOf = (feed: Feed): string => ('format' in feed ? `${feed.kind} of ${feed.format}` : feed.kind);

const section = (title: string, lines: string[]): string[] =>
  lines.length === 0 ? [] : ['', paint('bold', title), ...lines.map(plain)];

const toCells = ({ source, propertyId, reservationId, stay, status, doorIds, kind }: FeedRow): string[] => [
  [source, propertyId, reservationId].join('/'),
  stay.arrival.replace('T', ' '),
  stay.departure?.replace('T', ' ') ?? 'open end',
  status,
  kind === 'stay' ? '' : kind.replaceAll('_', ' '),
  doorIds.join(' '),
];
