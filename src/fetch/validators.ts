import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Validators } from './fetched.ts';

/** What makes a request conditional; nothing where the validators are of another address. */
export const conditionsFor = (url: URL, validators: Validators | null): Record<string, string> => {
  if (validators?.address !== hashOf(url)) return {};
  const { etag, lastModified } = validators;
  return {
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
  };
};

export const validatorsOf = (url: URL, headers: IncomingHttpHeaders): Validators | null => {
  const etag = shortOf(headers.etag);
  const lastModified = shortOf(headers['last-modified']);
  return etag === null && lastModified === null ? null : { address: hashOf(url), etag, lastModified };
};

// They are kept from one reading to the next; without them there is only no 304.
const shortOf = (value: string | undefined): string | null =>
  value !== undefined && value.length <= 500 ? value : null;

const hashOf = (url: URL): string => createHash('sha256').update(url.href).digest('hex');
