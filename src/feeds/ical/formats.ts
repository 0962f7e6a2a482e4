import type { IcalFeed } from '../feed-config.ts';
import type { FoundStay, Meaning } from '../feed-row.ts';

type Texts = [start: RegExp, meaning: FoundStay['meaning'] | 'note'][];

/** A night that can't be booked, and nobody says why: Booking.com writes it for bookings too. */
const closed: Texts = [[/^closed\b/i, 'closed']];
const blocks: Texts = [
  [/^(?:airbnb )?\(?not available\)?/i, 'block'],
  [/^(?:blocked|block|unavailable)\b/i, 'block'],
  [/^owner(?:'s)?\b/i, 'owner_stay'],
];

interface IcalFormat {
  /** What a SUMMARY says by its start, the first that fits. */
  summaries: Texts;
  /** Of any other event. Null: it is reported, not guessed. */
  otherwise: Meaning | null;
}

export const icalFormats: Record<IcalFeed['format'], IcalFormat> = {
  airbnb: { summaries: [...closed, ...blocks, [/^reserved\b/i, 'confirmed']], otherwise: null },
  vrbo: { summaries: [...closed, ...blocks, [/^(?:reserved|reservation)\b/i, 'confirmed']], otherwise: null },
  booking: { summaries: [[/^/, 'closed']], otherwise: null },
  generic: {
    summaries: [...closed, ...blocks, [/^check-?(?:in|out)\b/i, 'note']],
    otherwise: 'confirmed',
  },
};
