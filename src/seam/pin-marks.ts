import { createHmac } from 'node:crypto';

/** Makes of a code's PIN what runs keep in its place. */
export type MarkPin = (accessCodeId: string, pin: string) => string;

/**
 * Marks that change when the PIN does, and only then: the key must outlive those of Seam's API and of the payloads, which
 * rotate. A PIN has a million values: without a secret key its hash could be looked up.
 */
export const markPinsWith =
  (key: string): MarkPin =>
  (accessCodeId, pin) =>
    createHmac('sha256', key).update(`${accessCodeId} ${pin}`).digest('base64url').slice(0, 16);

/** What to say at start where no key of their own makes the marks; null where one does. */
export const missingMarkKey = (pinMarkKey: string | null): string | null =>
  pinMarkKey === null
    ? 'STAYKEY_PIN_MARK_KEY is not set: SEAM_API_KEY stands in for it, so another SEAM_API_KEY sends every guest with a code their PIN again. ' +
      'Set it now to the SEAM_API_KEY in use, or before the first code is made to 32 random bytes (`openssl rand -hex 32`), and keep it.'
    : null;
