import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Text } from '../../src/desk/words/catalogue.ts';
import { languageOf, languages, type Words } from '../../src/desk/words/languages.ts';
import { sayNamed, speechOf } from '../../src/desk/words/speech.ts';

const formsOf = (text: Text): string[] => (typeof text === 'string' ? [text] : Object.values(text));
const placesIn = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []).toSorted();
const english: Words = languages.en;
const names = Object.keys(english) as (keyof Words)[];

describe.each(Object.entries(languages))('the texts in %s', (language, words: Words) => {
  test('are those there are in English, no more and no fewer', () => {
    expect(Object.keys(words).toSorted()).toEqual(names.toSorted());
  });

  test('are filled in from what is given for the English ones, and leave nothing of it out', () => {
    for (const name of names) {
      const given = new Set(formsOf(english[name]).flatMap(placesIn));
      // "once" and "alle 5 Minuten" count alike: one form may say the number in a word.
      const isCounted = typeof words[name] !== 'string' || typeof english[name] !== 'string';
      for (const form of formsOf(words[name])) {
        const places = new Set(placesIn(form)).union(isCounted ? new Set(['count']) : new Set());
        expect([name, form, [...places].toSorted()]).toEqual([
          name,
          form,
          [...given.union(isCounted ? new Set(['count']) : new Set())].toSorted(),
        ]);
      }
    }
  });

  test('count only what the English ones are given a count of', () => {
    const counted = names.filter((name) => typeof words[name] !== 'string');
    const given = names.filter(
      (name) =>
        typeof english[name] !== 'string' ||
        formsOf(english[name]).some((form) => placesIn(form).includes('count')),
    );
    expect(counted.filter((name) => !given.includes(name))).toEqual([]);
  });

  test('have a form for every number that the language tells apart', () => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    for (const name of names) {
      const text = words[name];
      if (typeof text !== 'string')
        expect([name, Object.keys(text).toSorted()]).toEqual([name, pluralCategories.toSorted()]);
    }
  });

  test('stand out in the same places as in English', () => {
    const marks = (text: Text) => formsOf(text).map((form) => form.split('**').length);
    const ofEnglish = names.map((name) => [name, new Set(marks(english[name]))]);
    expect(names.map((name) => [name, new Set(marks(words[name]))])).toEqual(ofEnglish);
  });
});

test('every text a view names is there', () => {
  const folder = fileURLToPath(new URL('../../src/desk/views/', import.meta.url));
  const named = readdirSync(folder).flatMap((file) =>
    [...readFileSync(folder + file, 'utf8').matchAll(/'([\w.-]+)' \| say/g)].flatMap(
      ([, name]) => name ?? [],
    ),
  );
  expect(named.length).toBeGreaterThan(80);
  expect(named.filter((name) => !Object.hasOwn(languages.en, name))).toEqual([]);
});

describe('a speech', () => {
  test('takes the form of the number, and writes the number as the place does', () => {
    const { say } = speechOf('de', 'de-DE');
    expect(say('imports.held', { count: 1 })).toBe('Angehalten: 1 Aufenthalt fehlt');
    expect(say('imports.held', { count: 1200 })).toBe('Angehalten: 1.200 Aufenthalte fehlen');
    expect(speechOf('en', 'en-GB').say('imports.failures', { count: 1 })).toBe('It failed once.');
  });

  test.each([
    ['de', 'de-AT', 'de-AT'],
    ['en', 'de-DE', 'en-DE'],
    ['de', 'en', 'de'],
    ['en', 'fr-FR', 'fr-FR'],
  ] as const)('in %s at a place of %s writes dates as in %s', (language, locale, dates) => {
    expect(speechOf(language, locale).locale).toBe(dates);
  });

  test('a name that is no text, or a place that nothing is given for, is an error that says which', () => {
    const speech = speechOf('en', 'en-GB');
    expect(() => sayNamed(speech, 'arrivals.titel', {})).toThrow('There is no text "arrivals.titel"');
    expect(() => sayNamed(speech, 'constructor', {})).toThrow('There is no text "constructor"');
    expect(() => sayNamed(speech, 'arrivals.until', {})).toThrow('Nothing is given for {time}');
  });

  test('what is filled in is not read for places of its own', () => {
    const { say } = speechOf('en', 'en-GB');
    expect(say('code.byHandHow', { note: '{door} $& **x**' })).toBe('Somebody sees to it: {door} $& **x**');
  });

  test('a language is that of its locale, wherever that is spoken', () => {
    expect(['de', 'de-CH', 'en-US', 'fr-FR', 'DE-de'].map(languageOf)).toEqual([
      'de',
      'de',
      'en',
      null,
      'de',
    ]);
  });
});
