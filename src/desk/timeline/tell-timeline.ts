import { instantInWords } from '../when.ts';
import type { CodeBar, OverlapBar, Span, StayBar, Timeline } from './timeline.ts';

/** What the picture of a timeline shows, in sentences: for those who do not see it. Plain text, not escaped. */
export const tellTimeline = (timeline: Timeline): string[] => {
  const { stays, codes, overlaps } = timeline;
  const during = duringIn(timeline);
  if (stays.length + codes.length === 0) return ['Nobody is to stay behind this door, and no code opens it.'];
  return [
    ...overlaps.map((overlap) => `${overlapInWords(overlap)} ${during(overlap)}.`),
    ...stays.map((stay) => `${stayInWords(stay)} ${during(stay)}.`),
    ...codes.map((code) => `${codeInWords(code)} ${during(code)}.${asideOf(code)}`),
  ];
};

/** Ends in what a time follows. */
export const stayInWords = ({ reservationId, guestName }: StayBar): string =>
  `Reservation ${reservationId}${guestName === null ? '' : `, ${guestName},`} stays`;

export const codeInWords = ({ accessCodeId, reservationId }: CodeBar): string =>
  `Code ${accessCodeId} of reservation ${reservationId} opens the door`;

export const overlapInWords = ({ kind, reservationIds: [one, other] }: OverlapBar): string =>
  kind === 'codes'
    ? `Overlap: reservations ${one} and ${other} both have a code for this door`
    : `Overlap: reservation ${one} has a code for this door during the stay of ${other},`;

export const asideOf = ({ cause, isOrphaned }: CodeBar): string => {
  if (isOrphaned) return ' Nobody wants it any more, and it can’t be deleted.';
  return cause === 'outlives_stay' ? ' It ends later than the stay.' : '';
};

/** "from Thu 3 Dec, 15:00 to Sat 5 Dec, 11:00" */
export const duringIn =
  ({ timeZone, locale }: Timeline) =>
  ({ from, to }: Span): string => {
    const at = (instant: number) => instantInWords(new Date(instant).toISOString(), timeZone, locale);
    const start = from === -Infinity ? '' : `from ${at(from)} `;
    return `${start}${to === Infinity ? 'without an end' : `to ${at(to)}`}`;
  };
