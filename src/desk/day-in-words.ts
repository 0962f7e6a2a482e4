/** "Thu 26 Nov" of an instant in a zone; of an unknown zone in UTC. */
export const dayInWords = (instant: string, timeZone: string | null, locale: string): string =>
  new Intl.DateTimeFormat(locale, {
    calendar: 'gregory',
    numberingSystem: 'latn',
    timeZone: timeZone ?? 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  }).format(Date.parse(instant));
