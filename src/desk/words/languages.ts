import { de } from './de/index.ts';
import { en } from './en/index.ts';
import type { Text } from './catalogue.ts';

/** What there is to say, in any language: English is where texts are added first. */
export type Words = Readonly<Record<keyof typeof en, Text>>;

/** Every language of the front desk by its code (BCP 47). One that lacks a text is an error of types. */
export const languages = { en, de } satisfies Record<string, Words>;
export type Language = keyof typeof languages;

export const isLanguage = (text: string | undefined): text is Language =>
  text !== undefined && Object.hasOwn(languages, text);

/** That of a locale such as `de-AT`; null where the front desk does not speak it. */
export const languageOf = (locale: string): Language | null => {
  const { language } = new Intl.Locale(locale);
  return isLanguage(language) ? language : null;
};
