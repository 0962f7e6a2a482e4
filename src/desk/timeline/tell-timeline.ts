import { instantInWords } from '../when.ts';
import type { CodeBar, OverlapBar, Span, StayBar, Timeline } from './timeline.ts';

/** What the picture of a timeline shows, in sentences: for those who do not see it. Plain text, not escaped. */
export const tellTimeline = (timeline: Timeline): string[] => {
  const { stays, codes, overlaps, speech } = timeline;
  if (stays.length + codes.length === 0) return [speech.say('weeks.nobody')];
  return [
    ...overlaps.map((overlap) => overlapInWords(overlap, timeline)),
    ...stays.map((stay) => stayInWords(stay, timeline)),
    ...codes.map((code) => codeInWords(code, timeline)),
  ];
};

type Told = Pick<Timeline, 'timeZone' | 'speech'>;

export const stayInWords = (stay: StayBar, told: Told): string => {
  const { reservationId: reservation, guestName: guest } = stay;
  const { say } = told.speech;
  const during = duringIn(stay, told);
  return guest === null
    ? say('weeks.stay', { reservation, during })
    : say('weeks.stayOf', { reservation, guest, during });
};

export const codeInWords = (code: CodeBar, told: Told): string => {
  const { accessCodeId, reservationId: reservation } = code;
  const opens = { code: accessCodeId, reservation, during: duringIn(code, told) };
  return [told.speech.say('weeks.code', opens), ...asideOf(code, told)].join(' ');
};

export const overlapInWords = (overlap: OverlapBar, told: Told): string => {
  const { kind, reservationIds } = overlap;
  const [one, other] = reservationIds;
  return told.speech.say(kind === 'codes' ? 'weeks.codesOverlap' : 'weeks.stayOverlaps', {
    one,
    other,
    during: duringIn(overlap, told),
  });
};

const asideOf = ({ cause, isOrphaned }: CodeBar, { speech: { say } }: Told): string[] => {
  if (isOrphaned) return [say('weeks.unwanted')];
  return cause === 'outlives_stay' ? [say('weeks.outlivesStay')] : [];
};

/** "from Thu 3 Dec, 15:00 to Sat 5 Dec, 11:00" */
const duringIn = ({ from, to }: Span, { timeZone, speech: { say, locale } }: Told): string => {
  const at = (instant: number) => instantInWords(new Date(instant).toISOString(), timeZone, locale);
  if (from === -Infinity) return to === Infinity ? say('weeks.always') : say('weeks.to', { to: at(to) });
  return to === Infinity
    ? say('weeks.from', { from: at(from) })
    : say('weeks.fromTo', { from: at(from), to: at(to) });
};
