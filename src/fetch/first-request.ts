import { validateHeaderValue } from 'node:http';
import type { Feed } from '../feeds/feed-config.ts';
import type { FeedLocation } from '../feeds/feed-location.ts';
import { lasting } from './fetch-fault.ts';

type Environment = Record<string, string | undefined>;

/** A request about to be made. `place` is what messages call it; `secrets` are headers for this origin alone. */
export interface FeedRequest {
  url: URL;
  secrets: Record<string, string>;
  place: string;
}

export type AddressLocation = Exclude<FeedLocation, { file: string }>;

/** @throws {FetchFault} where a variable is not set, or holds what it can't be used for */
export const firstRequest = (
  { location, headers }: Pick<Feed, 'headers'> & { location: AddressLocation },
  env: Environment,
): FeedRequest => {
  const url = 'env' in location ? secretUrl(location.env, env) : new URL(location.url);
  // The path of a secret address is a part of the secret.
  const place = 'env' in location ? `${url.host} (${location.env})` : `${url.host}${url.pathname}`;
  const secrets: Record<string, string> = { ...basicOf(url) };
  for (const [name, { env: variable }] of Object.entries(headers)) {
    secrets[name.toLowerCase()] = headerValue(name, variable, env);
  }
  url.username = url.password = url.hash = '';
  return { url, secrets, place };
};

const secretUrl = (variable: string, env: Environment): URL => {
  // Calendars are handed around as webcal:, which is https under another name.
  const url = URL.parse(valueOf(variable, env).replace(/^webcals?:/i, 'https:'));
  if (!url) throw lasting(`${variable} holds no address; expected one that begins with https://`);
  return url;
};

const headerValue = (name: string, variable: string, env: Environment): string => {
  const value = valueOf(variable, env);
  try {
    validateHeaderValue(name, value);
    return value;
  } catch {
    throw lasting(`${variable} has characters that the header ${name} may not have`);
  }
};

// A file of secrets often ends them with a line break.
const valueOf = (variable: string, env: Environment): string => {
  const value = env[variable]?.trim();
  if (!value) throw lasting(`${variable} is not set; the feed's configuration names it`);
  return value;
};

/** `https://user:password@host`, as a header: an address would be passed on by a redirect. */
const basicOf = ({ username, password }: URL): Record<string, string> => {
  if (username === '' && password === '') return {};
  const pair = `${plain(username)}:${plain(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
};

const plain = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
