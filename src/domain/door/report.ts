import type { DoorReport } from '../reservation-state.ts';
import { heldCodesOf, noticesOf, phaseOf, planOf, segmentOf, type Door, type HeldCode } from './door.ts';
import { stateOfDoor } from './door-state.ts';
import { problemsOf, whyOf } from './words.ts';

/** What a run says of a door to everybody outside: no PIN, nothing of the guest. */
export const reportOf = (door: Door): DoorReport => ({
  doorId: door.doorId,
  state: stateOfDoor(door),
  why: whyOf(door),
  problems: problemsOf(door),
  notices: [...(planOf(door)?.notices ?? []), ...heldCodesOf(door).flatMap(({ notices }) => notices)],
  plan: planOf(door),
  code: codeOf(door),
  standIn: segmentOf(door).standIn?.held.code ?? null,
  orphanedCodes: noticesOf(door),
  delivered: door.told && { accessCodeId: door.told.accessCodeId, at: door.told.at },
  handledNote: noteOf(door),
  undelivered: door.undelivered && { how: door.undelivered.how, by: door.undelivered.by },
  ...(door.outage === null ? {} : { askedAgainAt: new Date(door.outage.askAgainAt).toISOString() }),
});

const noteOf = (door: Door): string | null => {
  const phase = phaseOf(door);
  return phase.is === 'handled' ? phase.note : null;
};

const codeOf = (door: Door): HeldCode['code'] | null => {
  const phase = phaseOf(door);
  if (phase.is === 'over') return phase.code;
  return phase.is === 'serving' ? phase.held.code : (segmentOf(door).standIn?.held.code ?? null);
};
