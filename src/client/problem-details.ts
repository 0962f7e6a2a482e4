/** RFC 9457: what the API says of every request it does not carry out. */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** The path asked for. */
  instance: string;
  requestId: string;
  errors?: InvalidField[] | undefined;
  revision?: number | undefined;
}

/** One thing that is wrong with a request. */
export interface InvalidField {
  in: 'path' | 'query' | 'body' | 'header';
  /** JSON pointer into it, such as `/doors/0`. */
  pointer: string;
  /** Quotes what was given, except of a guest, and says what was expected. */
  detail: string;
}

/** Stable: a program may decide by it. New ones may come. */
export type ProblemType =
  | `urn:staykey:problem:${ProblemKind}`
  /** Staykey gave no answer, or none in time, or none that is an answer of its API. */
  | `urn:staykey:client:${'no-connection' | 'timeout' | 'unreadable-answer'}`
  // Keeps the words above for an editor to offer, and any other text possible.
  | (string & Record<never, never>);

export type ProblemKind =
  | 'invalid-request'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'unknown-reservation'
  | 'unknown-door'
  | 'too-slow'
  | 'stale-revision'
  | 'revision-reused'
  | 'run-over'
  | 'no-code'
  | 'too-large'
  | 'unsupported-media-type'
  | 'refused'
  | 'too-many-requests'
  | 'unreadable'
  | 'internal'
  | 'busy'
  | 'no-answer'
  | 'temporal-unavailable'
  | 'seam-unavailable';
