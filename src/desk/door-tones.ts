import type { DoorState } from '../domain/reservation-state.ts';

/** How loud a state is: `bad` needs a human, `busy` is being worked on, `good` lets the guest in. */
type Tone = 'bad' | 'busy' | 'good' | 'calm';

export const toneOf: Readonly<Record<DoorState, Tone>> = {
  validating: 'busy',
  refused: 'bad',
  needs_human: 'bad',
  not_yet_due: 'calm',
  creating: 'busy',
  waiting_until_ready: 'busy',
  ready: 'good',
  on_hold: 'bad',
  handled_by_hand: 'good',
  cancelled: 'calm',
  completed: 'calm',
};
