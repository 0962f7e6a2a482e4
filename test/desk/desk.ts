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
  /** Signed in with the token of a grant; `browser` are headers of its own. */
  visitor: (as?: string, browser?: Record<string, string>) => Promise<Visitor>;
  stranger: (cookie?: string, browser?: Record<string, string>) => Visitor;
}

type Ground = Parameters<typeof startApi>[0];
type Options = NonNullable<Parameters<typeof startApi>[1]> & {
  sessionKey?: Buffer;
  localeOf?: (propertyId: string) => string;
};

/** The API with the front desk's pages, on a free port. */
export const startDesk = async (
  ground: Ground,
  { sessionKey = randomBytes(32), localeOf = () => 'en-GB', ...options }: Options = {},
): Promise<Desk> => {
  const api = await startApi(ground, {
    ...options,
    also: (app, dependencies) => {
      const parts = {
        sessionKey,
        runsUrl: 'https://ui.example/namespaces/default/workflows',
        localeOf,
      };
      void app.register(desk({ ...dependencies, ...parts }), deskRoutes);
    },
  });
  const stranger = (cookie = '', browser = {}) => visitorOf(api.url, cookie, browser);
  return {
    url: api.url,
    api,
    sessionKey,
    stranger,
    visitor: async (as = 'all', browser = {}) => {
      const visitor = stranger('', browser);
      const { status } = await visitor.submit('/desk/sign-in', { token: api.tokens[as] ?? '' });
      if (status !== 303) throw new Error(`Signing in as ${as} was answered ${status}`);
      return visitor;
    },
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  };
};

const visitorOf = (url: string, given: string, browser: Record<string, string>): Visitor => {
  // By name, as a browser keeps them.
  const cookies = new Map(given === '' ? [] : [given.split(/=(.*)/s, 2) as [string, string]]);
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const ask = async (path: string, init: RequestInit = {}): Promise<Page> => {
    const response = await fetch(url + path, {
      redirect: 'manual',
      ...init,
      headers: { cookie: cookie(), accept: 'text/html', origin: url, ...browser, ...init.headers },
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const get = (path: string) => ask(path);
  return {
    get,
    cookie,
    submit: async (path, fields = {}, from) => {
      const page = from === undefined ? '' : (await get(from)).text;
      const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1];
      const sent = { proof: hidden('proof') ?? '', once: hidden('once') ?? '', ...fields };
      return ask(path, { method: 'POST', body: new URLSearchParams(sent) });
    },
  };
};
