import { DateTime } from 'luxon';
import type { AccessCode } from './access-code.ts';
import type { Coverage } from './plan.ts';

/** Does the code open the door for the whole of that time? A code without times is open-ended, and not ours. */
export const covers = ({ startsAt, endsAt }: AccessCode, coverage: Coverage): boolean =>
  startsAt !== null &&
  endsAt !== null &&
  epochMs(startsAt) <= epochMs(coverage.startsAt) &&
  epochMs(endsAt) >= epochMs(coverage.endsAt);

/** However the two are written. */
export const isSameInstant = (a: string | null, b: string): boolean =>
  a !== null && epochMs(a) === epochMs(b);

const epochMs = (instant: string): number => DateTime.fromISO(instant, { zone: 'utc' }).toMillis();
