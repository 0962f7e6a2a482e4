import { isWanted, segmentOf, type Door, type HeldCode } from './door.ts';
import { isReady } from './fit.ts';

/** Whether this very code, with the PIN it has, is what the guest was told last. */
export const isToldOf = ({ told }: Door, { code }: HeldCode): boolean =>
  told?.accessCodeId === code.accessCodeId && told.pinMark === code.pinMark;

/**
 * The code a guest is told of: the one that serves, or where none can be made for the whole stay the one that opens the door
 * for a part of it. Null until it is ready.
 */
export const tellableCode = (door: Door): HeldCode | null => {
  if (!isWanted(door) || door.isEnded) return null;
  const { phase, standIn } = segmentOf(door);
  if (phase.is === 'serving') return isReady(phase.held) ? phase.held : null;
  const isStuck = phase.is === 'refused' || phase.is === 'needs_human';
  return isStuck && standIn?.because === 'covers_part' && isReady(standIn.held) ? standIn.held : null;
};

/** The code the guest is to hear of now; null where there is nothing new, or no way that could take it. */
export const owedCode = (door: Door): HeldCode | null => {
  const held = tellableCode(door);
  if (held === null || (isToldOf(door, held) && !door.mustTellAgain)) return null;
  const { undelivered } = door;
  const isHopeless =
    undelivered !== null &&
    undelivered.how !== 'failing' &&
    undelivered.accessCodeId === held.code.accessCodeId &&
    undelivered.pinMark === held.code.pinMark;
  return isHopeless ? null : held;
};
