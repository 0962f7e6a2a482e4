import { fileURLToPath } from 'node:url';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Liquid } from 'liquidjs';

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

/**
 * Answers with a page. `title` is what is said of it in the tab and above it. All text in it is escaped; what a view shows
 * `raw` was made here.
 */
export const sendPage = async (
  request: FastifyRequest,
  reply: FastifyReply,
  view: string,
  content: { title: string } & Record<string, unknown>,
): Promise<FastifyReply> => {
  const { caller, session } = request;
  const html = (await engine.renderFile(view, {
    live: null,
    locale: 'en',
    ...content,
    caller: caller && {
      name: caller.name,
      may_operate: caller.rights.has('operate'),
      may_read_pin: caller.rights.has('read-pin'),
    },
    proof: session?.formProof ?? null,
    at: view,
  })) as string;
  return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
};
