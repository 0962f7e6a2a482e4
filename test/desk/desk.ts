import { randomBytes } from 'node:crypto';
import { desk, deskRoutes } from '../../src/desk/desk.ts';
import { startApi, type Api } from '../api/api.ts';

interface Page {
  status: number;
  headers: Headers;
  text: string;
}

/** Somebody with a browser without a script. */
export interface Visitor {
  get: (path: string) => Promise<Page>;
  /** Sends a form as a page of the desk would, with the proof that stands in `from`. */
  submit: (path: string, fields?: Record<string, string>, from?: string) => Promise<Page>;
  cookie: () => string;
}

export interface Desk extends AsyncDisposable {
  url: string;
  api: Api;
  sessionKey: Buffer;
  /** Signed in with the token of a grant. */
  visitor: (as?: string) => Promise<Visitor>;
  stranger: (cookie?: string) => Visitor;
}

type Ground = Parameters<typeof startApi>[0];
type Options = NonNullable<Parameters<typeof startApi>[1]> & { sessionKey?: Buffer };

/** The API with the front desk's pages, on a free port. */
export const startDesk = async (
  ground: Ground,
  { sessionKey = randomBytes(32), ...options }: Options = {},
): Promise<Desk> => {
  const api = await startApi(ground, {
    ...options,
    also: (app, dependencies) => {
      const parts = {
        sessionKey,
        runsUrl: 'https://ui.example/namespaces/default/workflows',
        localeOf: () => 'en-GB',
      };
      void app.register(desk({ ...dependencies, ...parts }), deskRoutes);
    },
  });
  const stranger = (cookie = '') => visitorOf(api.url, cookie);
  return {
    url: api.url,
    api,
    sessionKey,
    stranger,
    visitor: async (as = 'all') => {
      const visitor = stranger();
      const { status } = await visitor.submit('/desk/sign-in', { token: api.tokens[as] ?? '' });
      if (status !== 303) throw new Error(`Signing in as ${as} was answered ${status}`);
      return visitor;
    },
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  };
};

const visitorOf = (url: string, given: string): Visitor => {
  let cookie = given;
  const ask = async (path: string, init: RequestInit = {}): Promise<Page> => {
    const response = await fetch(url + path, {
      redirect: 'manual',
      ...init,
      headers: { cookie, accept: 'text/html', origin: url, ...init.headers },
    });
    const set = response.headers.get('set-cookie');
    if (set !== null) cookie = set.split(';', 1)[0] ?? '';
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const get = (path: string) => ask(path);
  return {
    get,
    cookie: () => cookie,
    submit: async (path, fields = {}, from) => {
      const page = from === undefined ? '' : (await get(from)).text;
      const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1];
      const sent = { proof: hidden('proof') ?? '', once: hidden('once') ?? '', ...fields };
      return ask(path, { method: 'POST', body: new URLSearchParams(sent) });
    },
  };
};
