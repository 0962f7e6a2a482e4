import { readiness } from '../access-code.ts';
import { deadlinesOf, type DueDeadline } from '../deadlines.ts';
import { epochMs } from '../instant-text.ts';
import { isWanted, phaseOf, planOf, segmentOf, type Door, type HeldCode } from './door.ts';
import { endOf, fitOf, isReady, NEGLIGIBLE_MS, startOf } from './fit.ts';
import { arrivalSpan, endOfDoor } from './stay-span.ts';

/** What the guest lacks: a code that works, the knowledge of it, or a code for the rest of the stay. */
export interface Lack {
  kind: 'no_code' | 'not_told' | 'unreachable' | 'rest_of_stay';
  /** From when the guest needs it, epoch milliseconds: the arrival, or the end of the code in use. */
  from: number;
}

export interface DueAlarm extends DueDeadline {
  /** In `raised.deadlines` once it was raised. */
  key: string;
  lack: Lack;
}

/** A message that goes out so soon after the code is ready alarms nobody. */
const ON_ITS_WAY_MS = 30_000;

/** The working code the guest was told of is what counts; the same PIN for the same code. */
export const isToldOf = ({ told }: Door, { code }: HeldCode): boolean =>
  told?.accessCodeId === code.accessCodeId && told.pinMark === code.pinMark;

/** Null where the guest lacks nothing, or somebody else sees to it. */
export const lackOf = (door: Door): Lack | null => {
  if (!isWanted(door) || door.isEnded) return null;
  const { phase, standIn } = segmentOf(door);
  if (phase.is === 'handled' || phase.is === 'over') return null;
  const arrival = arrivalSpan(door).earliest;
  if (phase.is === 'serving' && isReady(phase.held)) {
    if (isToldOf(door, phase.held)) return null;
    return { kind: door.undelivered?.how === 'unreachable' ? 'unreachable' : 'not_told', from: arrival };
  }
  const standsIn =
    standIn && isReady(standIn.held) && standIn.held.wasTold && door.times ? standIn.held : null;
  if (!standsIn || !door.times) return { kind: 'no_code', from: arrival };
  const coverage = planOf(door)?.coverage ?? standsIn.coverage;
  const fit = fitOf(standsIn.code, door.times, coverage);
  if (fit === 'covers') return null;
  const opens = startOf(standsIn.code) ?? -Infinity;
  const closes = endOf(standsIn.code) ?? Infinity;
  const arrives = epochMs(door.times.arrivalAt);
  const opensInTime = opens <= arrives + NEGLIGIBLE_MS && closes > arrives;
  return opensInTime ? { kind: 'rest_of_stay', from: closes } : { kind: 'no_code', from: arrival };
};

/** Deadlines that are still to be raised, in the order they fall due. */
export const openAlarms = (door: Door): DueAlarm[] => {
  const lack = lackOf(door);
  if (!lack || !Number.isFinite(lack.from)) return [];
  const earliest = notBefore(door);
  return deadlinesOf(lack.from, door.wish.since)
    .map((deadline) => ({
      ...deadline,
      at: Math.max(deadline.at, earliest),
      key: lack.kind === 'rest_of_stay' ? `code end ${lack.from}: ${deadline.name}` : deadline.name,
      lack,
    }))
    .filter(({ key }) => !door.raised.deadlines.includes(key));
};

// A code that is ready is on its way to the guest for a moment, and one that is not due yet alarms nobody.
const notBefore = (door: Door): number => {
  const phase = phaseOf(door);
  if (phase.is === 'serving' && phase.held.readySince !== null) return phase.held.readySince + ON_ITS_WAY_MS;
  return phase.is === 'planned' && !door.isHeld ? epochMs(phase.plan.issueAt) + ON_ITS_WAY_MS : 0;
};

/** Those that have passed, also while no worker was up. */
export const dueAlarms = (door: Door, nowMs: number): DueAlarm[] =>
  openAlarms(door).filter(({ at }) => at <= nowMs);

/** Epoch milliseconds; Infinity where none is ahead. */
export const nextAlarmAt = (door: Door): number =>
  Math.min(...openAlarms(door).map(({ at }) => at), Infinity);

/** The problems staff are told of at once, in short; empty where there are none. */
export const problemsToRaise = (door: Door, nowMs: number): string => {
  // A reservation that comes once more after its stay is nobody's problem.
  if (!isWanted(door) || door.isEnded || endOfDoor(door) <= nowMs) return '';
  const phase = phaseOf(door);
  if (phase.is === 'refused' || phase.is === 'needs_human')
    return JSON.stringify(phase.problems.map(({ reason, message }) => [reason, message]));
  return phase.is === 'serving' ? standingProblems(phase.held) : '';
};

// What Seam gets over by itself is for the deadlines.
const standingProblems = ({ code }: HeldCode): string => {
  const found = readiness(code);
  return found.kind === 'needs_human' || found.kind === 'failed' ? found.why : '';
};

/** A message no way would take, in short; empty where there is none. That there is no way at all is for the deadlines. */
export const undeliveredToRaise = (door: Door): string => {
  const { undelivered } = door;
  if (!undelivered || undelivered.how === 'unreachable' || !isWanted(door) || door.isEnded) return '';
  return [undelivered.accessCodeId, undelivered.pinMark, ...undelivered.by].join(' ');
};
