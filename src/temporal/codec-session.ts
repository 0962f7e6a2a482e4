import { createHmac, timingSafeEqual } from 'node:crypto';

const COOKIE = 'staykey_codec';
const LASTS_MS = 12 * 3_600_000;
const ours = new RegExp(`(?:^|; )${COOKIE}=(\\d{1,16})\\.([\\w-]{43})(?:;|$)`);

/** A `Set-Cookie` that stands for having known the token; another token ends every session. */
export const startSession = (token: string, { isSecure }: { isSecure: boolean }): string => {
  const expires = String(Date.now() + LASTS_MS);
  const parts = [
    `${COOKIE}=${expires}.${sign(expires, token)}`,
    'Path=/',
    `Max-Age=${LASTS_MS / 1000}`,
    'HttpOnly',
    // The UI asks from another origin of the same site: another port or a sister of its host name.
    'SameSite=Strict',
    ...(isSecure ? ['Secure'] : []),
  ];
  return parts.join('; ');
};

/** Whether the cookies hold a session that has not expired. */
export const readSession = (cookies: string | undefined, token: string): boolean => {
  const [, expires = '', signature = ''] = ours.exec(cookies ?? '') ?? [];
  const isOurs = timingSafeEqual(Buffer.from(sign(expires, token)), Buffer.from(signature.padEnd(43)));
  return isOurs && Number(expires) > Date.now();
};

const sign = (expires: string, token: string): string =>
  createHmac('sha256', token).update(`session until ${expires}`).digest('base64url');
