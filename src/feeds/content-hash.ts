import { createHash } from 'node:crypto';
import type { FeedRow } from './feed-row.ts';

type Content = Omit<FeedRow, 'contentHash' | 'revision' | 'place'>;

/** SHA-256 in hex of what a change would have to be told for: neither order nor where it stands in the feed. */
export const contentHash = ({ doorIds, guest, stay, ...rest }: Content): string => {
  const { source, propertyId, reservationId, kind, status, timeZone = null } = rest;
  const content = [
    [source, propertyId, reservationId],
    [kind, status],
    [stay.arrival, stay.departure, timeZone],
    [...doorIds].sort(),
    [guest.name, guest.email, guest.phone, guest.language].map((value) => value ?? null),
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
};
