import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookieAttributes } from './session-cookie.ts';
import { isLanguage, type Language } from './words/languages.ts';

const NAME = 'staykey_desk_language';
const YEAR_SECONDS = 365 * 86_400;

/** Null where nobody has chosen one in this browser. */
export const chosenLanguage = ({ cookies }: Pick<FastifyRequest, 'cookies'>): Language | null => {
  // Of a request that failed early no cookie was read.
  const chosen = (cookies as Partial<typeof cookies> | undefined)?.[NAME];
  return isLanguage(chosen) ? chosen : null;
};

/** Null: the pages go by property and browser again. */
export const keepLanguage = (request: FastifyRequest, reply: FastifyReply, language: Language | null): void =>
  void (language === null
    ? reply.clearCookie(NAME, cookieAttributes(request))
    : reply.setCookie(NAME, language, { ...cookieAttributes(request), maxAge: YEAR_SECONDS }));
