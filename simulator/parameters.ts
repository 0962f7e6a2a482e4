import type { FastifyRequest } from 'fastify';
import { DateTime } from 'luxon';
import { invalidInput } from './api-error.ts';

export type Parameters = Readonly<Record<string, unknown>>;

/** Seam takes the same parameters from the query string and from a JSON body. */
export const parametersOf = (request: FastifyRequest): Parameters => ({
  ...objectOrNone(request.query),
  ...objectOrNone(request.body),
});

export const text = (parameters: Parameters, name: string): string | undefined => {
  const value = parameters[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw expected(name, 'string', value);
  return value;
};

export const requiredText = (parameters: Parameters, name: string): string => {
  const value = text(parameters, name);
  if (value === undefined) throw invalidInput(name, 'Required');
  return value;
};

/** A query string has one value where a body has an array of one. */
export const texts = (parameters: Parameters, name: string): string[] | undefined => {
  const value = parameters[name];
  if (value === undefined || value === null) return undefined;
  const values: unknown[] = Array.isArray(value) ? value : value === '' ? [] : [value];
  return values.map((entry) => {
    if (typeof entry !== 'string') throw expected(name, 'array of strings', value);
    return entry;
  });
};

export const flag = (parameters: Parameters, name: string): boolean | undefined => {
  const value = parameters[name];
  if (value === undefined || value === null) return undefined;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw expected(name, 'boolean', value);
};

export const positiveInteger = (parameters: Parameters, name: string): number | undefined => {
  const value = parameters[name];
  if (value === undefined || value === null || value === '') return undefined;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw expected(name, 'positive integer', value);
  return number;
};

/** Milliseconds since 1970. A time without an offset is read as UTC. */
export const instant = (parameters: Parameters, name: string): number | undefined => {
  const value = text(parameters, name);
  if (value === undefined) return undefined;
  const time = DateTime.fromISO(value, { zone: 'utc' });
  if (!time.isValid) throw invalidInput(name, `Invalid ISO 8601 date and time "${value}"`);
  return time.toMillis();
};

const objectOrNone = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

const expected = (name: string, type: string, value: unknown) =>
  invalidInput(name, `Expected ${type}, received ${JSON.stringify(value)}`);
