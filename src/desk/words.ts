import type { Trouble } from '../domain/list-memo.ts';
import type { ListedReservation } from '../temporal/listed-reservation.ts';
import { attentionInWords } from './attention-words.ts';
import { dayInWords } from './day-in-words.ts';
import { instantInWords } from './when.ts';

/** What a listed reservation says of its code. */
export type Listed = Pick<
  ListedReservation,
  'status' | 'attention' | 'arrivalAt' | 'timeZone' | 'doors' | 'accessCodeIds'
>;

interface Setting {
  /** The property's: how long before a code opens it may be made. */
  issueWindowMs: number;
  locale: string;
}

/**
 * Where a reservation stands, in plain sentences for a clerk, from what a list has of it. Its doors differ: the page of
 * the reservation says what holds for each (`doorInSentences`).
 */
export const reservationInWords = (listed: Listed, setting: Setting): string => {
  const troubles = [...new Set(troublesOf(listed))];
  const aside = listed.attention && asides[listed.attention];
  return [...(troubles.length > 0 ? troubles : [standing(listed, setting)]), ...(aside ? [aside] : [])].join(
    ' ',
  );
};

const troublesOf = ({ doors }: Listed): string[] =>
  doors.flatMap(({ doorId, name, trouble }) => {
    if (!trouble) return [];
    const words = troubleInWords(trouble);
    // The other doors may well have their codes.
    return doors.length > 1 && trouble.kind !== 'seam_unreachable' ? `${name ?? doorId}: ${words}` : words;
  });

/** What needs a human beside the code that is wanted. */
const asides: Readonly<Record<string, string>> = {
  live_code: 'An old code still opens a door: somebody must decide what to do about it.',
  undelivered: 'No message has reached the guest: tell them the code yourself.',
};

const troubleInWords = ({ kind, text }: Trouble): string => {
  switch (kind) {
    case 'refused':
      return `No code. ${text}`;
    case 'needs_human':
      return `No working code, somebody must help. ${text}`;
    case 'handled_by_hand':
      return text;
    case 'seam_unreachable':
      return 'Seam cannot be reached; it is asked again by itself.';
  }
};

const standing = (listed: Listed, setting: Setting): string => {
  switch (listed.status) {
    case 'needs_attention':
      return attentionInWords(listed.attention);
    case 'in_progress':
      return 'The code is being made.';
    case 'planned':
      // Some languages end a shortened month with a full stop.
      return `The code is made on ${dueInWords(listed, setting)}.`.replace(/\.\.$/, '.');
    case 'ready':
      // A door that somebody sees to counts as ready, and has no code.
      return listed.accessCodeIds.length > 0 ? 'The code is ready.' : 'Somebody sees to it without a code.';
    case 'cancelled':
      return 'Cancelled.';
    default:
      return 'The stay is over.';
  }
};

// Without the door as it is now, only the day is said: the slot may open up to an hour beside the arrival.
const dueInWords = ({ doors, arrivalAt, timeZone }: Listed, { issueWindowMs, locale }: Setting): string => {
  const opens = doors.flatMap(({ opensAt }) => opensAt ?? []).sort();
  const before = (instant: string) => new Date(Date.parse(instant) - issueWindowMs).toISOString();
  if (opens[0] !== undefined) return instantInWords(before(opens[0]), timeZone, locale);
  return arrivalAt === null ? 'a day not known yet' : dayInWords(before(arrivalAt), timeZone, locale);
};
