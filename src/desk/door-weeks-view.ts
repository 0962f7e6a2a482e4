import type { DoorView } from '../api/contract.ts';
import type { DoorWeeks } from './find-door-stays.ts';
import { reservationPath } from './paths.ts';
import { drawTimeline } from './timeline/draw-timeline.ts';
import { duringIn, overlapInWords, tellTimeline } from './timeline/tell-timeline.ts';
import { layOutTimeline } from './timeline/timeline.ts';
import { instantInWords, wallInWords } from './when.ts';

/** The picture of who can open a door, and what it shows in words. */
export const doorWeeksView = (
  { stays, codes, unanswered, from, to }: DoorWeeks,
  { name, timeZone }: Pick<DoorView, 'name' | 'timeZone'>,
  { nowMs, locale }: { nowMs: number; locale: string },
) => {
  const timeline = layOutTimeline({ doorName: name, from, to, timeZone, locale, nowMs, stays, codes });
  const during = duringIn(timeline);
  const when = (wall: string | null | undefined, instant: string | null) =>
    wall ? wallInWords(wall, locale) : instant && instantInWords(instant, timeZone, locale);
  return {
    // Made of escaped text; see timeline/escape-markup.ts.
    picture: drawTimeline(timeline, 'weeks-picture'),
    sentences: tellTimeline(timeline),
    overlaps: timeline.overlaps.map((overlap) => `${overlapInWords(overlap)} ${during(overlap)}.`),
    unanswered: unanswered.length,
    stays: stays.map((stay) => ({
      path: reservationPath(stay),
      guest: stay.guestName ?? stay.reservationId,
      reservation_id: stay.reservationId,
      arrival: when(stay.stay?.arrival, stay.arrivalAt),
      departure: when(stay.stay?.departure, stay.departureAt) ?? 'no end',
    })),
  };
};
