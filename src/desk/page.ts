import { fileURLToPath } from 'node:url';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Liquid } from 'liquidjs';
import { languageLinks } from './choose-language.ts';
import { escapeMarkup } from './timeline/escape-markup.ts';
import { sayNamed, type Speech } from './words/speech.ts';

const folder = fileURLToPath(new URL('./views', import.meta.url));

// Strict: a misspelt name fails a test, and does not leave a hole in a page.
const engine = new Liquid({
  root: folder,
  extname: '.liquid',
  cache: true,
  outputEscape: 'escape',
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
});

// `{{ 'arrivals.until' | say: time: row.until }}`
engine.registerFilter('say', function (name: string, ...values: [string, string | number][]) {
  return sayNamed(this.context.globals['speech'] as Speech, name, Object.fromEntries(values));
});
// Before `raw`: what is not marked stays text.
engine.registerFilter('emphasised', (text: string) =>
  escapeMarkup(text).replace(/\*\*(.+?)\*\*/g, '<strong>$1</strong>'),
);

/**
 * Answers with a page. `title` is what is said of it in the tab and above it. All text in it is escaped; what a view shows
 * `raw` was made here.
 */
export const sendPage = async (
  request: FastifyRequest,
  reply: FastifyReply,
  view: string,
  { speech = request.speech(), ...content }: { title: string; speech?: Speech } & Record<string, unknown>,
): Promise<FastifyReply> => {
  const { caller, session } = request;
  const shown = {
    live: null,
    ...content,
    caller: caller && {
      name: caller.name,
      may_operate: caller.rights.has('operate'),
      may_read_pin: caller.rights.has('read-pin'),
    },
    proof: session?.formProof ?? null,
    at: view,
    language: speech.language,
    languages: languageLinks(request, reply, speech.language),
  };
  const html = (await engine.renderFile(view, shown, { globals: { speech } })) as string;
  return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
};
