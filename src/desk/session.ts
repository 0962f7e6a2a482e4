import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What the cookie holds: no token, and nothing by which one could be had. */
export interface Session {
  /** Of the caller, `Caller.mark`. */
  mark: string;
  /** Epoch milliseconds. */
  expiresAt: number;
  /** Goes with every form of this session, so that no other page can send one in its name. */
  formProof: string;
}

/** Longer than a shift, shorter than two. */
export const SESSION_MS = 12 * 3_600_000;

const form = /^([\w-]{22})\.(\d{1,16})\.[\w-]{22}\.([\w-]{43})$/;

/** A new session as cookie text, signed. */
export const sealSession = (key: Buffer, mark: string, nowMs: number): string => {
  const content = `${mark}.${nowMs + SESSION_MS}.${randomBytes(16).toString('base64url')}`;
  return `${content}.${sign(key, `session ${content}`)}`;
};

/** Null for what was not sealed with this key, was changed since, or has expired. */
export const openSession = (key: Buffer, text: string | undefined, nowMs: number): Session | null => {
  const [, mark = '', expires = '', signature = ''] = form.exec(text ?? '') ?? [];
  const content = (text ?? '').slice(0, -signature.length - 1);
  if (!isSameText(sign(key, `session ${content}`), signature)) return null;
  if (Number(expires) <= nowMs) return null;
  return { mark, expiresAt: Number(expires), formProof: sign(key, `form ${content}`) };
};

/** In a time that tells nothing of how much was right. */
export const isSameText = (expected: string, given: string): boolean => {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
};

const sign = (key: Buffer, text: string): string =>
  createHmac('sha256', key).update(text).digest('base64url');
