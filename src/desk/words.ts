import type { Trouble } from '../domain/list-memo.ts';
import type { ListedReservation } from '../temporal/listed-reservation.ts';
import { dayInWords } from './day-in-words.ts';
import { instantInWords } from './when.ts';
import { whyInWords } from './why-words.ts';
import type { Speech } from './words/speech.ts';

/** What a listed reservation says of its code. */
export type Listed = Pick<
  ListedReservation,
  'status' | 'attention' | 'arrivalAt' | 'timeZone' | 'doors' | 'accessCodeIds'
>;

interface Setting {
  /** The property's: how long before a code opens it may be made. */
  issueWindowMs: number;
  speech: Speech;
}

/**
 * Where a reservation stands, in plain sentences for a clerk, from what a list has of it. Its doors differ: the page of
 * the reservation says what holds for each (`doorInSentences`).
 */
export const reservationInWords = (listed: Listed, setting: Setting): string => {
  const troubles = [...new Set(troublesOf(listed, setting.speech))];
  const aside = asideOf(listed, setting.speech);
  return [...(troubles.length > 0 ? troubles : [standing(listed, setting)]), ...(aside ? [aside] : [])].join(
    ' ',
  );
};

const troublesOf = ({ doors, attention }: Listed, speech: Speech): string[] =>
  doors.flatMap(({ doorId, name, trouble }) => {
    if (!trouble) return [];
    // Which of several doors the attribute speaks of it does not say.
    const words = troubleInWords(trouble, doors.length > 1 ? null : attention, speech);
    const isOfDoor = doors.length > 1 && trouble.kind !== 'seam_unreachable';
    return isOfDoor ? speech.say('code.atDoor', { door: name ?? doorId, words }) : words;
  });

/** What needs a human beside the code that is wanted. */
const asideOf = ({ attention }: Listed, { say }: Speech): string | null => {
  if (attention === 'live_code') return say('code.liveCode');
  if (attention === 'unreachable') return say('code.unreachable');
  return attention === 'undelivered' ? say('code.undelivered') : null;
};

const troubleInWords = ({ kind, text }: Trouble, attention: string | null, speech: Speech): string => {
  const { say } = speech;
  switch (kind) {
    case 'refused':
      return withWhy(say('code.none'), text, attention, speech);
    case 'needs_human':
      return withWhy(say('code.noneWorks'), text, attention, speech);
    case 'handled_by_hand':
      return say('code.byHandHow', { note: text });
    case 'seam_unreachable':
      return say('code.seamAway');
  }
};

// A run writes English. In another language the kind is all a list says; the page of the reservation has both.
const withWhy = (lead: string, text: string, attention: string | null, speech: Speech): string => {
  if (speech.language === 'en') return `${lead} ${text}`;
  return attention === null ? lead : whyInWords(attention, speech);
};

const standing = (listed: Listed, setting: Setting): string => {
  const { say } = setting.speech;
  switch (listed.status) {
    case 'needs_attention':
      return whyInWords(listed.attention, setting.speech);
    case 'in_progress':
      return say('code.beingMade');
    case 'planned':
      return say('code.madeOn', { day: dueInWords(listed, setting) });
    case 'ready':
      // A door that somebody sees to counts as ready, and has no code.
      return say(listed.accessCodeIds.length > 0 ? 'code.ready' : 'code.byHand');
    case 'cancelled':
      return say('code.cancelled');
    default:
      return say('code.over');
  }
};

// Without the door as it is now, only the day is said: the slot may open up to an hour beside the arrival.
const dueInWords = ({ doors, arrivalAt, timeZone }: Listed, { issueWindowMs, speech }: Setting): string => {
  const { say, locale } = speech;
  const opens = doors.flatMap(({ opensAt }) => opensAt ?? []).sort();
  const before = (instant: string) => new Date(Date.parse(instant) - issueWindowMs).toISOString();
  if (opens[0] !== undefined) return instantInWords(before(opens[0]), timeZone, locale);
  return arrivalAt === null ? say('code.dayUnknown') : dayInWords(before(arrivalAt), timeZone, locale);
};
