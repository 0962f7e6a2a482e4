import { withoutPins } from '../seam/errors.ts';

/** An answer as it came over the wire; the SDK would hide its status and shape. Its body may hold a PIN. */
export interface Answer {
  status: number;
  /** From sending to the last byte, milliseconds. */
  ms: number;
  body: Record<string, unknown>;
  requestId: string | null;
  retryAfter: string | null;
}

export type Call = (path: string, parameters: object) => Promise<Answer>;

/** Sends each call once. @throws where no answer comes, without the key */
export const createCall =
  ({ apiKey, endpoint, timeoutMs }: { apiKey: string; endpoint: string; timeoutMs: number }): Call =>
  async (path, parameters) => {
    const began = performance.now();
    try {
      const response = await fetch(new URL(path, endpoint), {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        // Followed, it would become a GET, and the key might go elsewhere.
        redirect: 'error',
        body: JSON.stringify(parameters),
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await response.text();
      return {
        status: response.status,
        ms: Math.round(performance.now() - began),
        body: toObject(text),
        requestId: response.headers.get('seam-request-id'),
        retryAfter: response.headers.get('retry-after'),
      };
    } catch (error) {
      throw new NoAnswer(`${path} got no answer from ${endpoint}`, { cause: error });
    }
  };

/** What was asked may have been done all the same. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** Status and error for a report: `400 invalid_input "…"`. */
export const summaryOf = ({ status, body, retryAfter }: Answer): string => {
  const { type, message } = errorOf(body);
  const said = message === null ? '' : ` "${withoutPins(message)}"`;
  return `${status}${type === null ? '' : ` ${type}`}${said}${retryAfter === null ? '' : `, Retry-After ${retryAfter}`}`;
};

export const errorOf = (body: Record<string, unknown>): { type: string | null; message: string | null } => {
  const { type, message } = asObject(body['error']);
  return {
    type: typeof type === 'string' ? type : null,
    message: typeof message === 'string' ? message : null,
  };
};

export const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

export const asObjects = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.map(asObject) : [];

/** For a report. */
export const textOf = (value: unknown): string =>
  ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : 'missing';

const toObject = (text: string): Record<string, unknown> => {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return {};
  }
};
