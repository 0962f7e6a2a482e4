import type { FastifyRequest, FastifySchemaValidationError } from 'fastify';
import { ApiProblem } from './problem.ts';

const MOST_ERRORS = 20;
const LONGEST_QUOTE = 120;

const places = { params: 'path', querystring: 'query', body: 'body', headers: 'header' } as const;

interface Invalid {
  validation: FastifySchemaValidationError[];
  validationContext?: string | undefined;
}

/** Every fault of a request, each with what was given and what was expected. */
export const invalidRequest = (
  { validation, validationContext = 'body' }: Invalid,
  { params, query, body, headers }: FastifyRequest,
): ApiProblem => {
  const place = places[validationContext as keyof typeof places];
  const given = { path: params, query, body, header: headers }[place];
  const errors = validation.slice(0, MOST_ERRORS).map(({ instancePath, message = 'not as expected' }) => {
    const pointer = instancePath === '/' ? '' : instancePath;
    return { in: place, pointer, detail: `${quote(given, pointer, place)}${message}` };
  });
  const first = errors.map((error) => `${error.pointer || 'the whole'} ${error.detail}`);
  const more = validation.length > 1 ? ` And ${validation.length - 1} more.` : '';
  return new ApiProblem('invalid-request', `In the ${place}: ${first[0] ?? 'not as expected'}.${more}`, {
    errors,
  });
};

// Who the guest is stays out of errors, and headers may hold a token.
const quote = (given: unknown, pointer: string, place: string): string => {
  const path = pointer.split('/').slice(1);
  if (place === 'header' || path[0] === 'guest' || path.length === 0) return '';
  const value = path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined),
    given,
  );
  if (typeof value === 'object' && value !== null) return '';
  const text = JSON.stringify(value) ?? 'missing';
  return `is ${text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text}: `;
};
