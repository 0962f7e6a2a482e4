import { readiness, type AccessCode } from '../access-code.ts';
import { deadlinesOf, type DueDeadline } from '../deadlines.ts';
import { epochMs } from '../instant-text.ts';
import { heldCodesOf, isWanted, phaseOf, planOf, segmentOf, type Door, type HeldCode } from './door.ts';
import { endOf, fitOf, isReady, isReadyCode, NEGLIGIBLE_MS, startOf } from './fit.ts';
import { isDisabled } from './live-codes.ts';
import { arrivalSpan, endOfDoor } from './stay-span.ts';
import { isToldOf } from './telling.ts';

/** What the guest lacks: a code that works for certain, the knowledge of it, or a code for the rest of the stay. */
export interface Lack {
  kind: 'no_code' | 'in_doubt' | 'not_told' | 'unreachable' | 'rest_of_stay';
  /** From when the guest needs it, epoch milliseconds: the arrival, or the end of the code in use. */
  from: number;
  /** From when on it is no more, epoch milliseconds: a code the guest has opens the door then. */
  until: number;
}

export interface DueAlarm extends DueDeadline {
  /** In `raised.deadlines` once it was raised. */
  key: string;
  lack: Lack;
}

/** A message that goes out so soon after the code is ready alarms nobody. */
const ON_ITS_WAY_MS = 30_000;

/** Nothing where the guest lacks nothing, or somebody else sees to it. */
export const lacksOf = (door: Door): Lack[] => {
  if (!isWanted(door) || door.isEnded) return [];
  const { phase } = segmentOf(door);
  if (phase.is === 'handled' || phase.is === 'over') return [];
  const atArrival = (kind: Lack['kind'], until = Infinity): Lack[] => [
    { kind, from: arrivalSpan(door).earliest, until },
  ];
  if (phase.is === 'serving' && isReady(phase.held)) {
    if (isToldOf(door, phase.held)) return [];
    return atArrival(door.undelivered?.how === 'unreachable' ? 'unreachable' : 'not_told');
  }
  const { times } = door;
  const known = toldCodes(door).filter(({ code }) => !times || fitOf(code, times, null) !== 'does_not');
  if (known.length === 0) return atArrival('no_code');
  const working = known.filter(({ code }) => isReadyCode(code)).map(({ code }) => code);
  // The guest has a PIN; whether it opens the door is not known for certain.
  if (times === null || working.length === 0) return atArrival('in_doubt');
  const coverage = planOf(door)?.coverage ?? null;
  if (working.some((code) => fitOf(code, times, coverage) === 'covers')) return [];
  const [arrives, leaves] = [epochMs(times.arrivalAt), epochMs(times.departureAt)];
  const opens = Math.min(...working.map(startOf));
  const closes = Math.max(...working.map(endOf));
  return [
    ...(opens > arrives + NEGLIGIBLE_MS ? atArrival('no_code', opens) : []),
    ...(closes < leaves - NEGLIGIBLE_MS
      ? [{ kind: 'rest_of_stay' as const, from: closes, until: Infinity }]
      : []),
  ];
};

/** Codes whose PIN the guest was given and that still open the door: those in use, and those given up that were not disabled. */
const toldCodes = (door: Door): { code: AccessCode }[] => [
  ...heldCodesOf(door).filter(({ wasTold }) => wasTold),
  ...door.liveCodes.filter(
    (live) =>
      live.wasDelivered &&
      !isDisabled(live) &&
      live.closed?.how !== 'gone' &&
      live.closed?.how !== 'serves_again',
  ),
];

/** Deadlines that are still to be raised, in the order they fall due. */
const openAlarms = (door: Door): DueAlarm[] =>
  isBeingAsked(door)
    ? []
    : lacksOf(door)
        .flatMap((lack) => alarmsOf(door, lack))
        .sort((a, b) => a.at - b.at);

const alarmsOf = (door: Door, lack: Lack): DueAlarm[] => {
  if (!Number.isFinite(lack.from)) return [];
  const earliest = notBefore(door);
  return deadlinesOf(lack.from, door.wish.since)
    .map((deadline) => ({
      ...deadline,
      at: Math.max(deadline.at, earliest),
      key: keyOf(door, lack, deadline.name),
      lack,
    }))
    .filter(({ at, key }) => at < lack.until && !door.raised.deadlines.includes(key));
};

// A deadline that was guessed without the door's zone counts for nothing once that is known.
const keyOf = (door: Door, lack: Lack, name: string): string => {
  if (lack.kind === 'rest_of_stay') return `code end ${lack.from}: ${name}`;
  return door.times === null ? `${name}, without a zone` : name;
};

// The first answer comes within moments, and says when the arrival really is.
const isBeingAsked = (door: Door): boolean => phaseOf(door).is === 'validating' && door.outage === null;

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
