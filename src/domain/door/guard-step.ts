import { epochMs } from '../instant-text.ts';
import { noticeSignature, type LiveCode } from '../live-code.ts';
import { inTheWayFrom } from './live-codes.ts';
import { isWanted, noticesOf, phaseOf, type Door, type LostCreate } from './door.ts';
import { endOf } from './fit.ts';
import { endOfDoor } from './stay-span.ts';

/** What a run does next about codes that open the door and aren't wanted. */
export type GuardStep =
  | { do: 'assess'; noticeId: string; accessCodeId: string; from: string | null; to: string | null }
  | { do: 'raise_notice'; noticeId: string; signature: string }
  | { do: 'expire'; noticeId: string }
  | { do: 'end_overlap'; noticeId: string }
  | { do: 'look_late'; version: number }
  | { do: 'end_late_looks'; version: number }
  /** Epoch milliseconds; Infinity where only a message can change something. */
  | { do: 'wait'; until: number }
  | { do: 'rest' };

/** Staff hear of each live code once it was assessed; where Seam can't be asked, without that, and again when it could. */
export const nextGuardStep = (door: Door, nowMs: number): GuardStep => {
  const open = noticesOf(door).filter(({ closed }) => closed === null);
  const expired = open.find(({ code }) => endOf(code) <= nowMs);
  if (expired) return { do: 'expire', noticeId: expired.noticeId };
  const passed = open.find((live) => overlapEnds(live).some((at) => at <= nowMs));
  if (passed) return { do: 'end_overlap', noticeId: passed.noticeId };
  const unsaid = open.find((live) => isDueToBeRaised(live));
  if (unsaid) return { do: 'raise_notice', noticeId: unsaid.noticeId, signature: noticeSignature(unsaid) };
  const decided = noticesOf(door).filter(({ closed }) => closed?.how === 'acknowledged');
  // What was accepted may be no longer so: Seam spoke of the code.
  const unasked = [...open, ...decided].filter(({ mustReassess }) => mustReassess);
  const unassessed = unasked.find(({ askAgainAt }) => askAgainAt <= nowMs);
  if (unassessed) return assess(door, unassessed);
  const late = lateOnes(door);
  const over = late.find(() => endOfDoor(door) <= nowMs);
  if (over) return { do: 'end_late_looks', version: over.version };
  const due = late.find(({ lookAt }) => lookAt <= nowMs);
  if (due) return { do: 'look_late', version: due.version };
  // A decision may have to be made anew while the code opens the door.
  const ends = [
    ...[...open, ...decided].map(({ code }) => endOf(code)).filter((at) => at > nowMs),
    ...open.flatMap(overlapEnds),
    ...unasked.map(({ askAgainAt }) => askAgainAt),
    ...late.map(({ lookAt }) => lookAt),
  ];
  return ends.length === 0 ? { do: 'rest' } : { do: 'wait', until: Math.min(...ends) };
};

const overlapEnds = ({ assessment }: LiveCode): number[] =>
  (assessment?.overlaps ?? []).map(({ departureAt }) => epochMs(departureAt));

const assess = (door: Door, live: LiveCode): GuardStep => ({
  do: 'assess',
  noticeId: live.noticeId,
  accessCodeId: live.code.accessCodeId,
  from: inTheWayFrom(door, live),
  to: live.code.endsAt,
});

// Told once it was assessed, or once that failed; and again when what staff would act on has changed.
const isDueToBeRaised = (live: LiveCode): boolean => {
  const isLookedInto = live.assessment !== null || live.askAgainAt > 0;
  const isBeingLookedInto = live.mustReassess && live.askAgainAt === 0;
  return isLookedInto && !isBeingLookedInto && live.raised !== noticeSignature(live);
};

// A request that is put again looks by itself.
const lateOnes = (door: Door): LostCreate[] =>
  door.lostCreates.filter(
    ({ answer, version }) =>
      answer === 'listed_late' &&
      !(isWanted(door) && phaseOf(door).is === 'creating' && version === door.version),
  );
