import { isWanted, phaseOf, planOf, type Door, type LostCreate } from './door.ts';
import { heldCodesOf } from './door.ts';
import { hasExpired } from './fit.ts';
import { giveUp, withPhase, withStandIn } from './live-codes.ts';

/** From this moment on a code may exist, whatever becomes of the request. */
export const createSent = (door: Door, version: number, atMs: number): Door => {
  const phase = phaseOf(door);
  if (phase.is !== 'planned' && phase.is !== 'creating') return door;
  const sent: LostCreate = { version, answer: 'awaited', looks: 0, lookAt: atMs };
  return {
    ...withPhase(door, { is: 'creating', plan: phase.plan, answer: 'awaited' }),
    lostCreates: [...door.lostCreates.filter((other) => other.version !== version), sent],
  };
};

export const lateLookOver = (door: Door, version: number): Door => ({
  ...door,
  lostCreates: door.lostCreates.filter((lost) => lost.version !== version || lost.answer !== 'listed_late'),
});

/** The guest has left. A code that doesn't end by itself is live all the same. */
export const ended = (door: Door, atMs: number): Door => {
  if (!isWanted(door)) return { ...door, isEnded: true };
  const codes = heldCodesOf(door);
  const [last] = codes;
  const over = codes
    .filter(({ code }) => !hasExpired(code, atMs))
    .reduce((each, code) => giveUp(each, code, 'outlives_stay', atMs), withStandIn(door, null));
  if (!last) return { ...over, isEnded: true };
  return {
    ...withPhase(over, { is: 'over', how: 'completed', code: last.code, plan: planOf(door) }),
    isEnded: true,
  };
};
