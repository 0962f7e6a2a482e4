import type { FastifyInstance } from 'fastify';
import { isSame } from './codec-access.ts';
import { startSession } from './codec-session.ts';

interface SignInOptions {
  token: string;
  isSecure: boolean;
}

/**
 * A page to sign in on, for a UI without single sign-on: such a UI can pass nothing but cookies ("include cross-origin
 * credentials"), and browsers do not ask for a password in the name of another page.
 */
export const signIn = async (app: FastifyInstance, { token, isSecure }: SignInOptions): Promise<void> => {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 4096 },
    async (_request: unknown, form: string) => Object.fromEntries(new URLSearchParams(form)),
  );
  app.addHook('onSend', async (_request, reply) => {
    reply.header('content-security-policy', "default-src 'none'; form-action 'self'; frame-ancestors 'none'");
  });
  app.get('/', async (_request, reply) => reply.type('text/html').send(page(form)));
  app.post<{ Body?: { token?: string } }>('/sign-in', async (request, reply) => {
    if (!isSame(request.body?.token ?? '', token)) {
      request.log.warn('Somebody tried to sign in with another token');
      return reply
        .status(401)
        .type('text/html')
        .send(page(`<p>That is not the token.</p>${form}`));
    }
    reply.header('set-cookie', startSession(token, { isSecure }));
    const done = '<p>Signed in for 12 hours. Load the page in the Temporal UI again.</p>';
    return reply.type('text/html').send(page(done));
  });
};

const form = `<form method="post" action="sign-in">
  <label>Token <input type="password" name="token" autocomplete="current-password" required autofocus></label>
  <button>Sign in</button>
</form>
<p>Then the Temporal UI shows this browser what is encrypted.</p>`;

const page = (content: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Staykey codec server</title>
<h1>Staykey codec server</h1>
${content}
</html>
`;
