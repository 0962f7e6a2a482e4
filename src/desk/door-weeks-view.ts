import type { DoorView } from '../api/contract.ts';
import type { DoorWeeks } from './find-door-stays.ts';
import { reservationPath } from './paths.ts';
import { drawTimeline } from './timeline/draw-timeline.ts';
import { overlapInWords, tellTimeline } from './timeline/tell-timeline.ts';
import { layOutTimeline } from './timeline/timeline.ts';
import { instantInWords, wallInWords } from './when.ts';
import type { Speech } from './words/speech.ts';

/** The picture of who can open a door, and what it shows in words. */
export const doorWeeksView = (
  { stays, codes, unanswered, from, to }: DoorWeeks,
  { name, timeZone }: Pick<DoorView, 'name' | 'timeZone'>,
  { nowMs, speech }: { nowMs: number; speech: Speech },
) => {
  const timeline = layOutTimeline({ doorName: name, from, to, timeZone, speech, nowMs, stays, codes });
  const { say, locale } = speech;
  const when = (wall: string | null | undefined, instant: string | null) =>
    wall ? wallInWords(wall, locale) : instant && instantInWords(instant, timeZone, locale);
  return {
    // Made of escaped text; see timeline/escape-markup.ts.
    picture: drawTimeline(timeline, 'weeks-picture'),
    sentences: tellTimeline(timeline),
    overlaps: timeline.overlaps.map((overlap) => overlapInWords(overlap, timeline)),
    unanswered: unanswered.length,
    stays: stays.map((stay) => ({
      path: reservationPath(stay),
      guest: stay.guestName ?? stay.reservationId,
      reservation_id: stay.reservationId,
      arrival: when(stay.stay?.arrival, stay.arrivalAt),
      departure: when(stay.stay?.departure, stay.departureAt) ?? say('reservation.noEnd'),
    })),
  };
};
