import { IANAZone } from 'luxon';

export interface TimeOfDay {
  hour: number;
  minute: number;
  second: number;
  zone: string;
}

// Seam's time of day: `07:00:00[America/Los_Angeles]`; `07:00[...]` and `15:30:00-08:00[...]` are seen too.
const pattern = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?(?:\[([^\]]+)\])?$/;

/**
 * The wall clock and the zone of a slot's text; `null` when either is missing. A fixed offset in the text is
 * ignored: it would be wrong for half of the year.
 */
export const parseTimeOfDay = (
  text: string | undefined,
  fallbackZone: string | undefined,
): TimeOfDay | null => {
  const [, hour, minute, second, bracketZone] = pattern.exec(text ?? '') ?? [];
  const zone = bracketZone ?? fallbackZone;
  if (hour === undefined || minute === undefined || !zone || !IANAZone.isValidZone(zone)) return null;
  const time = { hour: Number(hour), minute: Number(minute), second: Number(second ?? 0), zone };
  return time.hour < 24 && time.minute < 60 && time.second < 60 ? time : null;
};
