import { zoneClock, type ZoneClock } from '../../domain/zone-clock.ts';
import { dayInWords } from '../day-in-words.ts';
import type { Speech } from '../words/speech.ts';
import { daysOf, type Days } from './days.ts';
import { findTimelineOverlaps, type TimelineOverlap } from './find-overlaps.ts';
import { inLanes } from './lanes.ts';

export interface TimelineStay {
  workflowId: string;
  reservationId: string;
  guestName: string | null;
  /** UTC; null where it is not known. */
  arrivalAt: string | null;
  departureAt: string | null;
}

export interface TimelineCode {
  workflowId: string;
  reservationId: string;
  accessCodeId: string;
  /** UTC; null where the code has no such time. */
  startsAt: string | null;
  endsAt: string | null;
  /** Why it is not wanted as it is; null for one that serves its stay. */
  cause: string | null;
}

interface Wanted {
  doorName: string;
  /** UTC; drawn in whole days. */
  from: string;
  to: string;
  /** IANA; null: drawn in UTC. */
  timeZone: string | null;
  speech: Speech;
  /** Epoch milliseconds. */
  nowMs: number;
  stays: readonly TimelineStay[];
  codes: readonly TimelineCode[];
}

/** Epoch milliseconds. */
export interface Span {
  from: number;
  to: number;
}

/** Where something is drawn, in days from the left. */
export interface Place extends Span {
  x: number;
  width: number;
  /** Counted from 0 within its kind: what is in one lane does not overlap. */
  lane: number;
}

export type StayBar = TimelineStay & Place;
/** `isOrphaned`: not wanted, and live all the same. One that only outlives its stay serves it. */
export type CodeBar = TimelineCode & Place & { isOrphaned: boolean };
export type OverlapBar = TimelineOverlap & Place;

/** What happens behind one door, laid out: which bar lies where, and which of them must not be. */
export interface Timeline {
  doorName: string;
  timeZone: string | null;
  speech: Speech;
  /** In the words of the locale, from left to right. */
  days: string[];
  /** Where it is now, in days; null outside. */
  now: number | null;
  stays: StayBar[];
  codes: CodeBar[];
  overlaps: OverlapBar[];
}

export const layOutTimeline = (wanted: Wanted): Timeline => {
  const { doorName, timeZone, speech, nowMs } = wanted;
  const zone = (timeZone === null ? null : zoneClock(timeZone)) ?? utc;
  const days = daysOf(Date.parse(wanted.from), Date.parse(wanted.to), zone);
  const stays = wanted.stays.map((stay) => ({ ...stay, ...spanOf(stay.arrivalAt, stay.departureAt) }));
  const codes = wanted.codes.map((code) => ({
    ...code,
    ...spanOf(code.startsAt, code.endsAt),
    isOrphaned: code.cause !== null && code.cause !== 'outlives_stay',
  }));
  return {
    doorName,
    timeZone: zone === utc ? null : zone.name,
    speech,
    days: days.bounds.slice(0, -1).map((bound) => dayInWords(isoOf(bound), zone.name, speech.locale)),
    now: isIn(days, nowMs) ? days.placeOf(nowMs) : null,
    stays: placed(stays, days),
    codes: placed(codes, days),
    overlaps: placed(findTimelineOverlaps(stays, codes), days),
  };
};

const utc: ZoneClock = { name: 'UTC', offsetAt: () => 0 };

const isoOf = (instant: number): string => new Date(instant).toISOString();

// A code without an end opens the door until somebody ends it.
const spanOf = (from: string | null, to: string | null): Span => ({
  from: from === null ? -Infinity : Date.parse(from),
  to: to === null ? Infinity : Date.parse(to),
});

const placed = <T extends Span>(spans: readonly T[], days: Days): (T & Place)[] =>
  inLanes(spans.filter((span) => span.from < span.to && isSeen(span, days))).map((span) => {
    const x = days.placeOf(span.from);
    return { ...span, x, width: days.placeOf(span.to) - x };
  });

const isSeen = ({ from, to }: Span, { bounds }: Days): boolean =>
  from < (bounds.at(-1) ?? 0) && to > (bounds[0] ?? 0);

const isIn = ({ bounds }: Days, instant: number): boolean =>
  instant >= (bounds[0] ?? 0) && instant < (bounds.at(-1) ?? 0);
