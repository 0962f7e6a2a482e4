import { readiness } from '../access-code.ts';
import type { DoorState } from '../reservation-state.ts';
import { phaseOf, type Door } from './door.ts';

/** Where a door stands, as everybody outside the run reads it. */
export const stateOfDoor = (door: Door): DoorState => {
  const phase = phaseOf(door);
  switch (phase.is) {
    case 'validating':
    case 'refused':
    case 'needs_human':
    case 'creating':
      return phase.is;
    case 'planned':
      return door.isHeld ? 'on_hold' : 'not_yet_due';
    case 'handled':
      return 'handled_by_hand';
    case 'over':
      return phase.how;
    case 'serving':
      return stateOfReadiness[readiness(phase.held.code).kind];
  }
};

const stateOfReadiness: Record<ReturnType<typeof readiness>['kind'], DoorState> = {
  ready: 'ready',
  waiting: 'waiting_until_ready',
  needs_human: 'needs_human',
  failed: 'refused',
};
