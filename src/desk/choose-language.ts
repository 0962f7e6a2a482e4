import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { chosenLanguage, keepLanguage } from './language-cookie.ts';
import { pageAddress } from './page-address.ts';
import { isLanguage, languages, type Language } from './words/languages.ts';

const AUTOMATIC = 'automatic';
const query = z.object({ to: z.string(), next: pageAddress });

/**
 * Where the links at the foot of each page lead. It only says how pages are written, in this browser: another site that
 * sends somebody here gains nothing.
 */
export const chooseLanguage: FastifyPluginAsyncZod = async (app) => {
  app.get('/language', { schema: { querystring: query } }, async (request, reply) => {
    const { to, next } = request.query;
    if (isLanguage(to) || to === AUTOMATIC) keepLanguage(request, reply, isLanguage(to) ? to : null);
    return reply.redirect(next, 303);
  });
};

/** The links of a page, each in its own language; the way back to none only where one was chosen. */
export const languageLinks = (request: FastifyRequest, { statusCode }: FastifyReply, current: Language) => {
  // What answers a form, and what is not there, is no page to come back to.
  const next = request.method === 'GET' && statusCode === 200 ? withoutNews(request.url) : '/desk';
  const link = (to: string) => `/desk/language?${new URLSearchParams({ to, next }).toString()}`;
  return {
    all: Object.entries(languages).map(([code, words]) => ({
      code,
      name: words['language.own'],
      path: link(code),
      is_current: code === current,
    })),
    automatic: chosenLanguage(request) === null ? null : link(AUTOMATIC),
  };
};

// What was said after a lever was pulled is not said again.
const withoutNews = (address: string): string => {
  const { pathname, searchParams } = new URL(address, 'http://desk');
  searchParams.delete('done');
  return searchParams.size === 0 ? pathname : `${pathname}?${searchParams.toString()}`;
};
