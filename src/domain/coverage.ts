import type { AccessCode } from './access-code.ts';
import { epochMs } from './instant-text.ts';
import type { Coverage } from './plan.ts';

/** Does the code open the door for the whole of that time? A code without times is open-ended, and not ours. */
export const covers = ({ startsAt, endsAt }: AccessCode, coverage: Coverage): boolean =>
  startsAt !== null &&
  endsAt !== null &&
  epochMs(startsAt) <= epochMs(coverage.startsAt) &&
  epochMs(endsAt) >= epochMs(coverage.endsAt);
