import type { DoorView } from '../api/contract.ts';
import { problemInWords } from './why-words.ts';
import type { Speech } from './words/speech.ts';

/** What the page of a door shows of the door itself. */
export const doorView = (
  { doorId, timeZone, isWireless, timeSlots, problems, standardTimes }: DoorView,
  speech: Speech,
) => ({
  id: doorId,
  time_zone: timeZone,
  is_wireless: isWireless,
  problems: problems.map((problem) => problemInWords(problem, speech)),
  slots: timeSlots.map(({ name, checkIn, checkOut, isDayBound, isUsable }) => ({
    name,
    opens: clock(checkIn) ?? UNKNOWN,
    closes: clock(checkOut) ?? UNKNOWN,
    is_day_bound: isDayBound,
    is_usable: isUsable,
  })),
  times: standardTimes.map(
    ({ arrival, departure, isServed, slot, localStart, localEnd, problems: against }) => ({
      arrival,
      departure,
      is_served: isServed,
      slot,
      opens: localStart && clock(localStart),
      closes: localEnd && clock(localEnd),
      why_not: against.map((problem) => problemInWords(problem, speech)),
    }),
  ),
});

/** In place of a time that Seam does not give. */
const UNKNOWN = '?';

// "16:00:00[America/Los_Angeles]" and "2026-12-01T16:00:00-08:00" alike.
const clock = (text: string | null): string | null =>
  text === null ? null : (/(?:^|T)(\d\d:\d\d)/.exec(text)?.[1] ?? text);
