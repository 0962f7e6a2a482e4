import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { ApiError } from './api-error.ts';
import { positiveInteger, text, type Parameters } from './parameters.ts';

interface Cursor {
  offset: number;
  /** Of the parameters the first page was asked with: a cursor is good for the same question only. */
  question: string;
}

/** Cuts Seam's pages: `limit` entries, and a `pagination` object that leads on. */
export const pageOf = <T>(
  entries: T[],
  parameters: Parameters,
  request: FastifyRequest,
  defaultLimit: number,
) => {
  const limit = positiveInteger(parameters, 'limit') ?? defaultLimit;
  const question = hashOf(parameters);
  const given = text(parameters, 'page_cursor');
  const offset = given === undefined ? 0 : offsetOf(given, question);
  const end = offset + limit;
  const cursor = end < entries.length ? encode({ offset: end, question }) : null;
  return {
    entries: entries.slice(offset, end),
    pagination: {
      has_next_page: cursor !== null,
      next_page_cursor: cursor,
      next_page_url: cursor && urlOf(request, parameters, cursor),
    },
  };
};

const offsetOf = (text: string, question: string): number => {
  const cursor = decode(text);
  if (!cursor)
    throw new ApiError(400, 'invalid_page_cursor', 'The page_cursor is not one that this endpoint returned');
  if (cursor.question === question) return cursor.offset;
  throw new ApiError(
    400,
    'mismatched_page_parameters',
    'Use page_cursor with the parameters of the first page',
  );
};

const encode = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64');

const decode = (text: string): Cursor | null => {
  try {
    const json: unknown = JSON.parse(Buffer.from(text, 'base64').toString());
    if (typeof json !== 'object' || json === null) return null;
    const { offset, question } = json as Partial<Cursor>;
    return Number.isInteger(offset) && question !== undefined ? { offset: Number(offset), question } : null;
  } catch {
    return null;
  }
};

const questionOf = (parameters: Parameters): [string, string][] =>
  Object.entries(parameters)
    .filter(([name, value]) => name !== 'page_cursor' && name !== '_strict' && value !== undefined)
    .map(([name, value]): [string, string] => [name, String(value)])
    .sort(([a], [b]) => a.localeCompare(b));

const hashOf = (parameters: Parameters): string =>
  createHash('sha256')
    .update(JSON.stringify(questionOf(parameters)))
    .digest('hex')
    .slice(0, 16);

const urlOf = (request: FastifyRequest, parameters: Parameters, cursor: string): string => {
  const url = new URL(request.url, `${request.protocol}://${request.host}`);
  url.search = new URLSearchParams([...questionOf(parameters), ['page_cursor', cursor]]).toString();
  return url.toString();
};
