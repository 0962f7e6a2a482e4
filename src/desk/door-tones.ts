import type { DoorState } from '../domain/reservation-state.ts';

/** How loud a state is: `bad` needs a human, `busy` is being worked on, `good` lets the guest in. */
export type Tone = 'bad' | 'busy' | 'good' | 'calm';

/** Where a door stands, in a word or two. */
export const headingOf: Record<DoorState, { heading: string; tone: Tone }> = {
  validating: { heading: 'Being checked', tone: 'busy' },
  refused: { heading: 'No code', tone: 'bad' },
  needs_human: { heading: 'No code, somebody must help', tone: 'bad' },
  not_yet_due: { heading: 'Planned', tone: 'calm' },
  creating: { heading: 'Code being made', tone: 'busy' },
  waiting_until_ready: { heading: 'Code not ready yet', tone: 'busy' },
  ready: { heading: 'Code ready', tone: 'good' },
  on_hold: { heading: 'On hold', tone: 'bad' },
  handled_by_hand: { heading: 'Seen to by hand', tone: 'good' },
  cancelled: { heading: 'Cancelled', tone: 'calm' },
  completed: { heading: 'Over', tone: 'calm' },
};
