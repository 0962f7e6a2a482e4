import { StaykeyError } from './errors.ts';
import type { CallOptions, Settings } from './options.ts';
import { readAnswer } from './read-answer.ts';

export interface Call {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  path: string;
  query?: object;
  body?: object | undefined;
  idempotencyKey?: string | undefined;
}

/**
 * Asks once.
 * @throws {StaykeyError} when the call is not carried out; the signal's reason when the caller ended it
 */
export const ask = async (settings: Settings, call: Call, options: CallOptions): Promise<unknown> => {
  const { signal, timeoutMs } = options;
  signal?.throwIfAborted();
  const timeout = AbortSignal.timeout(timeoutMs ?? settings.timeoutMs);
  const asked = `${call.method} ${call.path}`;
  const request: RequestInit = {
    method: call.method,
    headers: headersOf(settings, call, options),
    // Followed, a redirect could turn a PUT into a GET; it means that the address is wrong.
    redirect: 'manual',
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  };
  try {
    const response = await settings.fetch(urlOf(settings, call), request);
    return readAnswer(asked, response, await response.text());
  } catch (error) {
    if (error instanceof StaykeyError) throw error;
    signal?.throwIfAborted();
    throw noAnswer(asked, error, timeout.aborted, settings);
  }
};

const urlOf = ({ baseUrl }: Settings, { path, query = {} }: Call): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return `${baseUrl}${path}${search.size > 0 ? `?${search.toString()}` : ''}`;
};

const headersOf = (
  { token }: Settings,
  { body, idempotencyKey }: Call,
  { requestId }: CallOptions,
): Record<string, string> => ({
  accept: 'application/json, application/problem+json',
  authorization: `Bearer ${token}`,
  ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
  ...(requestId === undefined ? {} : { 'x-request-id': requestId }),
});

const noAnswer = (asked: string, error: unknown, isTimeout: boolean, settings: Settings): StaykeyError =>
  new StaykeyError(asked, {
    status: null,
    ...(isTimeout
      ? {
          type: 'urn:staykey:client:timeout',
          title: 'No answer in time',
          detail: 'Nothing says whether it was carried out.',
        }
      : {
          type: 'urn:staykey:client:no-connection',
          title: 'Staykey can’t be reached',
          // As text, and not as `cause`: what a fetch of somebody's own hangs on its errors may hold the headers.
          detail: `${wordsOf(error).replaceAll(settings.token, '…')}.`,
        }),
  });

// "fetch failed" alone says nothing; its cause does.
const wordsOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'fetch failed';
  return error.cause instanceof Error ? `${error.message}: ${wordsOf(error.cause)}` : error.message;
};
