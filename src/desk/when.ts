/** "Thu 3 Dec, 15:00" of an instant on a zone's wall clock; of an unknown zone in UTC, which is said. */
export const instantInWords = (instant: string, timeZone: string | null, locale: string): string => {
  const words = format(Date.parse(instant), timeZone ?? 'UTC', locale);
  return timeZone === null ? `${words} UTC` : words;
};

/** The same of a wall-clock time as it is written, whatever offset stands behind it. */
export const wallInWords = (iso: string, locale: string): string => {
  const wall = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.exec(iso)?.[0].replace(' ', 'T');
  return wall === undefined ? iso : format(Date.parse(`${wall}Z`), 'UTC', locale);
};

// Gregorian and in digits that are read everywhere, as the booking was.
const format = (instant: number, timeZone: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, {
    calendar: 'gregory',
    numberingSystem: 'latn',
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(instant);
