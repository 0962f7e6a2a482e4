const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const unitsMs: Record<string, number> = { week: 7 * DAY, day: DAY, hour: HOUR, minute: MINUTE };

export const STORY_TIME =
  'a time after the start such as "+2 days 3 hours" (weeks, days, hours, minutes), or an instant with offset such as "2026-06-03T12:00:00Z"';

const instantText = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** Epoch milliseconds of an instant that names its offset; null for anything else. */
export const parseInstant = (text: string): number | null => {
  const instant = instantText.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? null : instant;
};

/** Epoch milliseconds of a step's time in a story that starts at `startsAt`; null where it can't be read. */
export const parseStoryTime = (text: string, startsAt: number): number | null => {
  if (!text.startsWith('+')) return parseInstant(text);
  const words = text.slice(1).trim().split(/\s+/);
  if (words.length % 2 !== 0) return null;
  let ms = 0;
  for (let index = 0; index < words.length; index += 2) {
    const unit = unitsMs[words[index + 1]?.replace(/s$/, '') ?? ''];
    const count = words[index] ?? '';
    if (unit === undefined || !/^\d+$/.test(count)) return null;
    ms += Number(count) * unit;
  }
  return startsAt + ms;
};

/**
 * Whole days by which a story is moved: runs can start ahead of the real clock and never behind it. A story that lies
 * ahead stays where it is, so that one about a change of clocks keeps its date.
 */
export const daysToMove = (startsAt: number, now: number): number =>
  Math.max(Math.ceil((now - startsAt) / DAY), 0);

export const plusDays = (instant: number, days: number): number => instant + days * DAY;
