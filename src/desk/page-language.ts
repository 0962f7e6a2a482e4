import type { FastifyInstance, FastifyRequest } from 'fastify';
import { maySee } from '../api/authorise.ts';
import type { DeskDependencies } from './dependencies.ts';
import { chosenLanguage } from './language-cookie.ts';
import { isLanguage, languageOf, type Language } from './words/languages.ts';
import { speechOf, type Speech } from './words/speech.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** In which language the page is, by the property it is about; left out: the one in the path, or the caller's only one. */
    speech: (propertyId?: string) => Speech;
  }
}

const FALLBACK: Language = 'en';

/**
 * A page is in the language somebody chose in this browser. Else a page of one property is in that property's, and any
 * other in the first the browser asks for, or the desk's own.
 */
export const speakLanguages = (
  app: FastifyInstance,
  { localeOf }: Pick<DeskDependencies, 'localeOf'>,
): void => {
  app.decorateRequest('speech', function (this: FastifyRequest, propertyId = propertyOf(this)) {
    const locale = localeOf(propertyId ?? '');
    const asked = propertyId === undefined ? askedFor(this.headers['accept-language']) : null;
    return speechOf(chosenLanguage(this) ?? asked ?? languageOf(locale) ?? FALLBACK, locale);
  });
};

// How another property does things is not for this caller to know.
const propertyOf = ({ params, caller }: FastifyRequest): string | undefined => {
  if (!caller) return undefined;
  const { propertyId } = (params ?? {}) as { propertyId?: string };
  if (propertyId !== undefined && maySee(caller, propertyId)) return propertyId;
  return caller.properties?.size === 1 ? [...caller.properties][0] : undefined;
};

/** The first that there is, of a list such as `fr-CH, de;q=0.9, *;q=0.5`. */
const askedFor = (header = ''): Language | null => {
  const asked = header.split(',').map((part) => {
    const [range = '', ...parameters] = part.split(';').map((text) => text.trim());
    const weight = parameters.find((text) => /^q=/i.test(text))?.slice(2) ?? '1';
    return { language: range.split('-')[0]?.toLowerCase(), weight: Number(weight) };
  });
  const [first] = asked
    .filter(({ language, weight }) => isLanguage(language) && weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return isLanguage(first?.language) ? first.language : null;
};
