import type { ProblemDetails } from './contract.ts';

/** Every kind of refusal, with its status and title. docs/api.md says what to do about each. */
const kinds = {
  'invalid-request': { status: 400, title: 'The request is not as expected' },
  unauthenticated: { status: 401, title: 'No valid token' },
  forbidden: { status: 403, title: 'The token may not do this' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'unknown-reservation': { status: 404, title: 'Nobody knows this reservation' },
  'unknown-door': { status: 404, title: 'Seam knows no such door' },
  'too-slow': { status: 408, title: 'The request took too long to arrive' },
  'stale-revision': { status: 409, title: 'A newer revision is followed already' },
  'revision-reused': { status: 409, title: 'This revision is known with other contents' },
  'run-over': { status: 409, title: 'The reservation is over' },
  'no-code': { status: 409, title: 'There is no code to replace' },
  'too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'Only JSON is read' },
  refused: { status: 422, title: 'The run refuses this' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  unreadable: { status: 500, title: 'A payload key is missing here' },
  internal: { status: 500, title: 'Something is wrong here' },
  busy: { status: 503, title: 'Too much at once' },
  'no-answer': { status: 503, title: 'No answer in time' },
  'temporal-unavailable': { status: 503, title: 'Temporal is not there' },
  'seam-unavailable': { status: 503, title: 'Seam is not there' },
} as const;

export type ProblemKind = keyof typeof kinds;
type Extras = Pick<ProblemDetails, 'errors' | 'revision'>;

/** A refusal that the caller is told of as it is. `detail` quotes the bad input; it never holds a secret. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly kind: ProblemKind;
  readonly extras: Extras;
  /** Seconds, for `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(
    kind: ProblemKind,
    detail: string,
    { retryAfter, ...extras }: Extras & { retryAfter?: number } = {},
  ) {
    super(detail);
    this.kind = kind;
    this.extras = extras;
    this.retryAfter = retryAfter;
  }

  get statusCode(): number {
    return kinds[this.kind].status;
  }
}

export const toDetails = (
  { kind, message, extras }: ApiProblem,
  request: { path: string; requestId: string },
): ProblemDetails => ({
  type: `urn:staykey:problem:${kind}`,
  ...kinds[kind],
  detail: message,
  instance: request.path,
  requestId: request.requestId,
  ...extras,
});
