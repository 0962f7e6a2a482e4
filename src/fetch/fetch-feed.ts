import type { Feed } from '../feeds/feed-config.ts';
import { fetchAddress } from './fetch-address.ts';
import { fetchFile } from './fetch-file.ts';
import type { Fetched, FetchedText, Validators } from './fetched.ts';
import { fetchLimits, type FetchLimits } from './limits.ts';

interface Options {
  /** Ends the fetch; then its reason is thrown. */
  signal?: AbortSignal;
  limits?: Partial<FetchLimits>;
}

type Source = Pick<Feed, 'location' | 'headers' | 'allow' | 'charset'>;
type Environment = Record<string, string | undefined>;

/**
 * The text of a feed from its own location. `env` is where its secrets are looked up, `validators` what the last call
 * answered; with them the answer may be `unchanged`.
 * @throws {FetchFault} with whether and when to try again
 */
export async function fetchFeed(feed: Source, env: Environment): Promise<FetchedText>;
export async function fetchFeed(
  feed: Source,
  env: Environment,
  validators: Validators | null,
  options?: Options,
): Promise<Fetched>;
export async function fetchFeed(
  feed: Source,
  env: Environment,
  validators: Validators | null = null,
  { signal, limits }: Options = {},
): Promise<Fetched> {
  const all = { ...fetchLimits, ...limits };
  const { location } = feed;
  if ('file' in location) return fetchFile(location.file, all.textBytes, feed.charset);
  return fetchAddress({ ...feed, location }, env, validators, all, signal);
}
