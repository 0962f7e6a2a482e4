const FALLBACK = 'en-GB';

/** The first that this Node knows of the languages or locales wanted, such as a guest's and a property's; British English. */
export const localeOf = (...wanted: (string | null | undefined)[]): string =>
  wanted.flatMap((one) => known(one ?? '') ?? [])[0] ?? FALLBACK;

const known = (language: string): string | undefined => {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(language.replaceAll('_', '-'))[0];
  } catch {
    return undefined;
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
