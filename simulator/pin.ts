import { randomInt } from 'node:crypto';
import type { TimeSlot } from './wire.ts';

const LENGTH = 6;
const MIN_OWN_DIGITS = 3;

/**
 * Six digits as text. All PINs of a user level begin with its prefix; 0 and a missing one stand for none. The
 * `mark` is what some keypads want before the digits (`*` or `#`).
 */
export const drawPin = (slot: TimeSlot | null, mark: string, isTaken: (pin: string) => boolean): string => {
  const prefix = prefixOf(slot);
  const ownDigits = Math.max(LENGTH - prefix.length, MIN_OWN_DIGITS);
  const draw = () => mark + prefix + String(randomInt(10 ** ownDigits)).padStart(ownDigits, '0');
  let pin = draw();
  // A user level that is nearly full may repeat a PIN rather than search for ever.
  for (let tries = 0; isTaken(pin) && tries < 100; tries += 1) pin = draw();
  return pin;
};

const prefixOf = (slot: TimeSlot | null): string => {
  const prefix = slot?.prefix ?? slot?.dormakaba_oracode_user_level_prefix ?? 0;
  return prefix === 0 ? '' : String(prefix);
};
