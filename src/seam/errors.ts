import { isSeamHttpApiError, isSeamHttpInvalidResponseError } from '@seamapi/http';

/**
 * What a failed call means for the one question that matters: may it be sent again?
 * - `not_found`, `refused`: Seam understood and said no; asking again changes nothing.
 * - `needs_human`: the key or the account must be mended first.
 * - `rate_limited`, `not_sent`: nothing was made; try again later.
 * - `ambiguous`: it may have been done although the answer was lost. Look before trying again.
 */
export type SeamFaultKind =
  'not_found' | 'refused' | 'needs_human' | 'rate_limited' | 'not_sent' | 'ambiguous';

/**
 * A failed Seam call in our words. It never carries the HTTP library's own error: that one holds the
 * request's headers, and with them the API key.
 */
export class SeamFault extends Error {
  override readonly name = 'SeamFault';
  readonly kind: SeamFaultKind;
  /** Milliseconds, where Seam said how long to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(kind: SeamFaultKind, message: string, retryAfterMs?: number) {
    super(message);
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Errors that are not an answer of Seam's or of the network are ours, and pass through unchanged. */
export const translateSeamError = (error: unknown, call: string): unknown => {
  if (isSeamHttpApiError(error)) {
    const kind = kindOfStatus(error.statusCode);
    const text = `Seam answered ${call} with ${error.statusCode} ${error.code}: ${withoutPins(error.message)}`;
    return new SeamFault(kind, `${text} (request ${error.requestId || 'without id'})`, retryAfter(error));
  }
  if (isSeamHttpInvalidResponseError(error)) {
    return new SeamFault('ambiguous', `Seam answered ${call} with success but without ${error.responseKey}`);
  }
  if (isHttpError(error)) {
    const status = error.response?.status;
    if (status !== undefined) {
      const text = `${call} was answered with status ${status} by something that is not Seam's API`;
      return new SeamFault(kindOfStatus(status), text, retryAfter({ cause: error }));
    }
    const code = networkCode(error);
    return new SeamFault(
      neverSent.has(code) ? 'not_sent' : 'ambiguous',
      `${call} got no answer from Seam (${code})`,
    );
  }
  return error;
};

/** Of what answered, Seam or something in its place; null where nothing did. */
export const statusOfSeamError = (error: unknown): number | null => {
  if (isSeamHttpApiError(error)) return error.statusCode;
  return isHttpError(error) ? (error.response?.status ?? null) : null;
};

export const isSeamFault = (error: unknown): error is SeamFault => error instanceof SeamFault;

const kindOfStatus = (status: number): SeamFaultKind => {
  if (status === 401 || status === 403) return 'needs_human';
  if (status === 404) return 'not_found';
  if (status === 429) return 'rate_limited';
  if (status === 408 || status >= 500) return 'ambiguous';
  return 'refused';
};

// The connection was never made, so the request cannot have been acted on.
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

interface HttpError {
  isAxiosError: true;
  code?: string;
  cause?: unknown;
  response?: { status: number; headers?: Record<string, unknown> };
}

const isHttpError = (error: unknown): error is HttpError =>
  typeof error === 'object' && error !== null && 'isAxiosError' in error && error.isAxiosError === true;

// The fetch adapter wraps the socket's own error once or twice.
const networkCode = (error: HttpError): string => {
  let found = error.code ?? 'no code';
  for (let cause: unknown = error.cause; isObject(cause); cause = cause['cause']) {
    if (typeof cause['code'] === 'string') found = cause['code'];
  }
  return found;
};

// Seam documents no Retry-After; it is honoured where it comes. Seconds or an HTTP date.
const retryAfter = (error: { cause?: unknown }): number | undefined => {
  const response = isObject(error.cause) ? error.cause['response'] : undefined;
  const headers = isObject(response) ? response['headers'] : undefined;
  const value = isObject(headers) ? headers['retry-after'] : undefined;
  if (typeof value !== 'string') return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(ms, 0) : undefined;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/**
 * Seam's messages are free text and may quote a PIN. Runs of 4 to 12 digits are hidden, dates and times kept.
 */
export const withoutPins = (text: string): string =>
  text.replace(/(?<![\w:.-])[*#]?\d{4,12}(?![\w:-])/g, '(hidden)');
