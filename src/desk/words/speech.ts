import type { Text } from './catalogue.ts';
import type { en } from './en/index.ts';
import { languageOf, languages, type Language, type Words } from './languages.ts';

type Named<T> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Named<Rest> : never;
type FormsOf<T> = T extends string ? T : T[keyof T];
type NamesIn<Key extends keyof Words> =
  Named<FormsOf<(typeof en)[Key]>> | ((typeof en)[Key] extends string ? never : 'count');
type Value = string | number;
type Values = Readonly<Record<string, Value>>;
type ValuesOf<Key extends keyof Words> = [NamesIn<Key>] extends [never]
  ? []
  : [Readonly<Record<NamesIn<Key>, Value>>];

/** One language with the customs of one place. */
export interface Speech {
  language: Language;
  /** In which dates and numbers are written, such as `de-AT`. */
  locale: string;
  /** Plain text, not escaped. */
  say: <Key extends keyof Words>(key: Key, ...values: ValuesOf<Key>) => string;
}

/** Dates go by the locale; in another language than the page's only where the page can't be in it. */
export const speechOf = (language: Language, locale: string): Speech => {
  const spoken = languageOf(locale);
  const { region } = new Intl.Locale(locale);
  const dates =
    spoken === null || spoken === language ? locale : [language, region].filter(Boolean).join('-');
  return {
    language,
    locale: dates,
    say: (key, ...[values = {}]) => fill(formOf(languages[language][key], language, values), dates, values),
  };
};

/**
 * For the views, where no compiler sees the name.
 * @throws where there is no such text, or it has a place that nothing is given for
 */
export const sayNamed = ({ say }: Speech, name: string, values: Values): string => {
  if (!isName(name)) throw new Error(`There is no text "${name}"; expected one of those in words/en`);
  // What a text needs is looked at when it is filled in.
  return (say as (key: keyof Words, values: Values) => string)(name, values);
};

/** Whether there is such a text: names are also put together from what a run says of itself. */
export const isName = (name: string): name is keyof Words => Object.hasOwn(languages.en, name);

const formOf = (text: Text, language: Language, { count }: Values): string =>
  typeof text === 'string'
    ? text
    : (text[new Intl.PluralRules(language).select(Number(count))] ?? text.other);

// Some languages end a shortened month with a full stop, which also ends the sentence.
const fill = (text: string, locale: string, values: Values): string =>
  text.replace(/\{(\w+)\}(\.?)/g, (place, name: string, stop: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`Nothing is given for ${place} in the text "${text}"`);
    const written = typeof value === 'number' ? value.toLocaleString(locale) : value;
    return written.endsWith('.') ? written : written + stop;
  });
