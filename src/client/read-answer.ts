import { StaykeyError } from './errors.ts';
import type { ProblemDetails } from './problem-details.ts';
import { readRetryAfter } from './retry-after.ts';

/**
 * What an answer says. It is not checked field by field: the API writes it by the same contract.
 * @throws {StaykeyError} when it is a refusal, or none of the API's answers; never quotes the body, which may hold a PIN
 */
export const readAnswer = (asked: string, { ok, status, headers }: Response, text: string): unknown => {
  const content = parseObject(text);
  if (ok && content) return content;
  const retryAfterMs = readRetryAfter(headers.get('retry-after'), Date.now());
  const isProblem = headers.get('content-type')?.includes('application/problem+json') === true;
  if (!ok && isProblem && content) {
    throw new StaykeyError(asked, { ...(content as Partial<ProblemDetails>), status }, retryAfterMs);
  }
  const told = {
    status,
    type: 'urn:staykey:client:unreadable-answer',
    title: 'Not an answer of Staykey’s API',
    detail: `Status ${status} without ${ok ? 'JSON' : 'problem details'}: is baseUrl right, and what stands between?`,
    ...requestIdIn(headers),
  };
  throw new StaykeyError(asked, told, retryAfterMs);
};

const requestIdIn = (headers: Headers): { requestId?: string } => {
  const requestId = headers.get('x-request-id');
  return requestId === null ? {} : { requestId };
};

const parseObject = (text: string): object | null => {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' ? content : null;
  } catch {
    return null;
  }
};
