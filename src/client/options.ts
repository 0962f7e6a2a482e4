export interface ClientOptions {
  /** Where the API is, such as `https://staykey.example.com`; a path before `/v1` may follow. */
  baseUrl: string;
  /** As `staykey tokens new` showed it. */
  token: string;
  /** For one attempt, the answer's body included, milliseconds. Default: 30 000. */
  timeoutMs?: number | undefined;
  /** How often a call that is safe to repeat is repeated when Staykey can't answer now. Default: 2. */
  retries?: number | undefined;
  /** In place of the runtime's own. */
  fetch?: Fetch | undefined;
}

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** For one call. */
export interface CallOptions {
  /** Ends the call, its retries included; its reason is thrown. */
  signal?: AbortSignal | undefined;
  /** In place of the client's. */
  timeoutMs?: number | undefined;
  /** In place of the client's. */
  retries?: number | undefined;
  /** Goes into Staykey's log and comes back in errors: 1 to 64 letters, digits, `_`, `.`, `:`, `-`. Default: its own. */
  requestId?: string | undefined;
}

export interface LeverOptions extends CallOptions {
  /** What is sent under the same key is carried out once and answered as it was then: 1 to 128 visible ASCII characters. */
  idempotencyKey?: string | undefined;
}

export interface Settings {
  /** Without a slash at its end. */
  baseUrl: string;
  token: string;
  timeoutMs: number;
  retries: number;
  fetch: Fetch;
}

/** @throws {TypeError} when an option is not as expected; never quotes the token, nor a URL that may hold a password */
export const toSettings = ({
  baseUrl,
  token,
  timeoutMs = 30_000,
  retries = 2,
  // Asked for at each call: a runtime's own insists on its `this`, and tools replace it.
  fetch = (url, init) => globalThis.fetch(url, init),
}: ClientOptions): Settings => {
  // What fetch says of a bad header quotes it.
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    throw new TypeError('token: expected visible ASCII characters, as "staykey tokens new" shows them');
  }
  return {
    baseUrl: readBaseUrl(baseUrl),
    token,
    timeoutMs: wholeNumber('timeoutMs', timeoutMs, 1),
    retries: wholeNumber('retries', retries, 0),
    fetch,
  };
};

const wholeNumber = (name: string, value: number, least: number): number => {
  if (Number.isInteger(value) && value >= least && value <= LONGEST_TIMER) return value;
  throw new TypeError(
    `${name} is ${String(value)}: expected a whole number from ${least} to ${LONGEST_TIMER}`,
  );
};

// A longer timer goes off at once.
const LONGEST_TIMER = 2 ** 31 - 1;

/** @throws {TypeError} when an option of a call is not as expected; quotes it */
export const checkCall = ({ timeoutMs, retries, requestId, idempotencyKey }: LeverOptions): void => {
  if (timeoutMs !== undefined) wholeNumber('timeoutMs', timeoutMs, 1);
  if (retries !== undefined) wholeNumber('retries', retries, 0);
  if (requestId !== undefined) headerText('requestId', requestId, /^[\w.:-]{1,64}$/);
  if (idempotencyKey !== undefined) headerText('idempotencyKey', idempotencyKey, /^[\x21-\x7e]{1,128}$/);
};

// Else fetch would fail on it as if there were no connection.
const headerText = (name: string, value: string, expected: RegExp): void => {
  if (expected.test(value)) return;
  throw new TypeError(`${name} is ${JSON.stringify(value)}: expected text like ${expected.source}`);
};

const readBaseUrl = (text: string): string => {
  const url = parseUrl(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new TypeError('baseUrl: expected an http or https URL, such as https://staykey.example.com');
  }
  if (url.username || url.password) throw new TypeError('baseUrl: expected no user name or password in it');
  if (url.search || url.hash) throw new TypeError('baseUrl: expected neither a query nor a fragment in it');
  return url.href.replace(/\/+$/, '');
};

const parseUrl = (text: string): URL | null => {
  try {
    return new URL(text);
  } catch {
    return null;
  }
};
