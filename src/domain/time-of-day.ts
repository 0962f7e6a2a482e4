const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export interface TimeOfDay {
  /** Milliseconds on the wall clock. */
  sinceMidnight: number;
  /** What stands in brackets; null without. */
  zoneName: string | null;
}

/** For error messages. */
export const TIME_OF_DAY = 'HH:MM or HH:MM:SS, with a zone in brackets or an offset behind it or nothing';

const shape = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?(?:\[([^\]]+)\])?$/;

/**
 * A time of day in any of the shapes Seam's documents and samples show: `07:00:00[America/Los_Angeles]`, `09:00-05:00`,
 * `09:00:00Z`, `15:30:00-08:00[America/Los_Angeles]`, `01:00`. The wall time counts. An offset is passed over: a fixed
 * one is wrong for half the year. Null for anything else.
 */
export const parseTimeOfDay = (text: string): TimeOfDay | null => {
  const [matched, hour, minute, second = '0', zoneName = null] = shape.exec(text.trim()) ?? [];
  if (matched === undefined) return null;
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second)];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  return { sinceMidnight: hours * HOUR + minutes * MINUTE + seconds * SECOND, zoneName };
};
