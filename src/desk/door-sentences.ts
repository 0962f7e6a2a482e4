import type { DoorReport } from '../domain/reservation-state.ts';
import { instantInWords, wallInWords } from './when.ts';

/** What the run's own state or the API's view of it says of a door. */
export type DoorStanding = Pick<DoorReport, 'state' | 'why' | 'delivered' | 'askedAgainAt'> & {
  code: { accessCodeId: string } | null;
  problems: readonly { message: string }[];
  plan: { issueAt: string | null; coverage: { localStart: string; localEnd: string } | null } | null;
};

/** Where one door stands, in plain sentences for a clerk, on the lock's own clock. */
export const doorInSentences = (door: DoorStanding, timeZone: string | null, locale: string): string => {
  const { state, why, plan, askedAgainAt } = door;
  if (askedAgainAt) {
    return `Seam cannot be reached; it is asked again on ${instantInWords(askedAgainAt, timeZone, locale)}.`;
  }
  switch (state) {
    case 'refused':
      return `No code. ${messages(door)}`;
    case 'needs_human':
      return `No working code, somebody must help. ${messages(door)}`;
    case 'not_yet_due':
      return plan?.issueAt
        ? `The code is made on ${instantInWords(plan.issueAt, timeZone, locale)}. Until then plans can change freely.`
        : why;
    case 'waiting_until_ready':
      return `The code is made, and not ready yet. ${why}`;
    case 'ready':
      return `The code is ready${opening(door, locale)}.${isTold(door) ? '' : ' The guest has not been told yet.'}`;
    case 'validating':
    case 'creating':
    case 'on_hold':
    case 'handled_by_hand':
    case 'cancelled':
    case 'completed':
      return why;
  }
};

const messages = ({ problems, why }: DoorStanding): string =>
  problems.map(({ message }) => message).join(' ') || why;

const opening = ({ plan }: DoorStanding, locale: string): string =>
  plan?.coverage
    ? `: it opens the door from ${wallInWords(plan.coverage.localStart, locale)} to ${wallInWords(plan.coverage.localEnd, locale)}`
    : '';

const isTold = ({ code, delivered }: DoorStanding): boolean =>
  code !== null && delivered?.accessCodeId === code.accessCodeId;
