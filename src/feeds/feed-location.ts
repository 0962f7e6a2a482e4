import { z } from 'zod';

/** A name of an environment variable, for what must not stand in a file. */
export interface EnvReference {
  env: string;
}

/** Where a feed is fetched. `env` holds the whole address, which for a calendar is a secret. */
export type FeedLocation = EnvReference | { url: string } | { file: string };

const ENV = /^env:([A-Za-z_][A-Za-z0-9_]*)$/;
const SECRET_PARAMETER = /^(?:s|t|sig|key|auth|code)$|token|secret|password|passwd|api_?key|signature/i;

/** A secret is only ever named: `env:NAME`. */
export const envReference = z
  .string()
  .regex(ENV, 'expected env:NAME, a variable that holds it')
  .transform((text): EnvReference => ({ env: text.slice('env:'.length) }));

/** `env:NAME`, an address that holds no secret, or a file relative to where Staykey runs. */
export const feedLocation = z
  .string()
  .trim()
  .min(1)
  .transform((text, context): FeedLocation => {
    if (ENV.test(text)) return { env: text.slice('env:'.length) };
    const fault = faultOf(text);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
    return text.includes('://') ? { url: text } : { file: text };
  });

const faultOf = (text: string): string | null => {
  if (text.startsWith('env:')) return 'expected env:NAME, with a name of letters, digits and "_"';
  if (!text.includes('://')) return null;
  const url = URL.parse(text);
  if (url && isThisMachine(url)) return null;
  // Whether http is allowed, the feed says.
  if (!url || !/^https?:$/.test(url.protocol)) return 'expected an https address, a file, or env:NAME';
  const hasSecret =
    url.username !== '' ||
    url.password !== '' ||
    /ical|\.ics$/i.test(url.pathname) ||
    [...url.searchParams.keys()].some((name) => SECRET_PARAMETER.test(name));
  return hasSecret ? 'the address holds a secret; expected env:NAME, a variable that holds it' : null;
};

/** By its name: what is sent there does not leave the machine. */
export const isThisMachine = ({ protocol, hostname }: URL): boolean =>
  /^https?:$/.test(protocol) && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
