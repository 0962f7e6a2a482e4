import { createHmac, timingSafeEqual } from 'node:crypto';
import { ApiProblem } from './problem.ts';

// Temporal's place mark is only good for the very question it came with, and Temporal is not asked with made-up ones:
// some it answers after a minute of tries.

/** Text for the caller to hand back; `question` is what was asked, as text. */
export const toCursor = (key: Buffer, question: string, pageToken: Uint8Array): string | null =>
  pageToken.length === 0
    ? null
    : Buffer.concat([sign(key, question, pageToken), pageToken]).toString('base64url');

/** @throws {ApiProblem} for what this server, or one with the same key, has not given out for this question */
export const fromCursor = (key: Buffer, question: string, cursor: string): Uint8Array => {
  const bytes = Buffer.from(cursor, 'base64url');
  const pageToken = bytes.subarray(SIGNATURE_BYTES);
  const signature = bytes.subarray(0, SIGNATURE_BYTES);
  if (signature.length === SIGNATURE_BYTES && timingSafeEqual(signature, sign(key, question, pageToken))) {
    return pageToken;
  }
  const detail = 'Expected "next" of an earlier answer to the same question.';
  throw new ApiProblem('invalid-request', `In the query: /cursor is not one of ours. ${detail}`, {
    errors: [{ in: 'query', pointer: '/cursor', detail }],
  });
};

const SIGNATURE_BYTES = 32;

const sign = (key: Buffer, question: string, pageToken: Uint8Array): Buffer =>
  createHmac('sha256', key).update(JSON.stringify(question)).update(pageToken).digest();
