import { expect, it } from 'vitest';
import { localeOf, timeInWords } from '../../src/notify/local-time.ts';

// Some locales put a narrow space before "PM".
const inLanguage = (language: string | undefined, iso = '2026-12-01T16:00:00-08:00') =>
  timeInWords(iso, localeOf(language)).replaceAll('\u202f', ' ');
const british = 'Tuesday, 1 December 2026, 16:00';

it.each([
  ['en-GB', british],
  ['en-US', 'Tuesday, December 1, 2026, 4:00 PM'],
  ['de', 'Dienstag, 1. Dezember 2026, 16:00'],
  ['fr_FR', 'mardi 1 décembre 2026, 16:00'],
  ['pt-BR', 'terça-feira, 1 de dezembro de 2026, 16:00'],
])('%s reads "%s"', (language, expected) => {
  expect(inLanguage(language)).toBe(expected);
});

it.each([undefined, '', 'xx', 'not a language', '../../etc', '<b>', 'zz-ZZ-zzzzzzzzzz'])(
  'the unknown language "%s" reads British English',
  (language) => {
    expect(inLanguage(language)).toBe(british);
  },
);

it.each(['th-TH', 'fa-IR', 'ar-SA', 'en-u-ca-buddhist'])(
  '%s counts the years as the booking did',
  (language) => {
    expect(inLanguage(language)).toContain('2026');
  },
);

it.each(['-08:00', '+14:00', '-12:00', '+05:45', 'Z', ''])(
  "offset '%s' leaves the lock's own wall clock as it is",
  (offset) => {
    expect(inLanguage('en-GB', `2026-12-31T23:30:00${offset}`)).toBe('Thursday, 31 December 2026, 23:30');
    expect(inLanguage('en-GB', `2027-01-02T00:00${offset}`)).toBe('Saturday, 2 January 2027, 00:00');
  },
);

it('an hour that the clocks skip on the machine is read as written', () => {
  expect(inLanguage('en-GB', '2026-03-29T02:30:00+00:00')).toBe('Sunday, 29 March 2026, 02:30');
});

it('what is no time is shown as it is', () => {
  expect(inLanguage('en-GB', 'soon')).toBe('soon');
});
