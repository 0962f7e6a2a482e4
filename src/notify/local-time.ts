const FALLBACK = 'en-GB';

/** The locale a guest's language asks for, if this Node knows it. */
export const localeOf = (language: string | undefined): string => {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf((language ?? FALLBACK).replaceAll('_', '-'))[0] ?? FALLBACK;
  } catch {
    return FALLBACK;
  }
};

/**
 * "Tuesday, 1 December 2026, 16:00": the wall clock written in the ISO text, whatever its offset. The zone of the
 * machine has no part in it. Gregorian in every locale, as the booking was.
 */
export const timeInWords = (iso: string, locale: string): string => {
  const wall = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.exec(iso)?.[0];
  const instant = Date.parse(`${wall}Z`);
  if (Number.isNaN(instant)) return iso;
  const inWords = (parts: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, {
      calendar: 'gregory',
      numberingSystem: 'latn',
      timeZone: 'UTC',
      ...parts,
    }).format(instant);
  const day = inWords({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  return `${day}, ${inWords({ timeStyle: 'short' })}`;
};
