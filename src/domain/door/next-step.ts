import { readiness } from '../access-code.ts';
import { epochMs } from '../instant-text.ts';
import type { Stay } from '../reservation.ts';
import { dueAlarms, nextAlarmAt, problemsToRaise, undeliveredToRaise, type DueAlarm } from './alarms.ts';
import {
  heldCodesOf,
  isWanted,
  phaseOf,
  segmentOf,
  type Door,
  type HeldCode,
  type LostCreate,
  type Phase,
} from './door.ts';
import { nextLookAt } from './pauses.ts';
import { endOfDoor } from './stay-span.ts';

/** What a run does next for a door. Everything but waiting is one question or one message. */
export type Step =
  | { do: 'validate'; stay: Stay; timeZone: string | null }
  /** `mayExist`: an earlier request for this version ended without saying whether it made a code. */
  | { do: 'create'; stay: Stay; version: number; mayExist: boolean }
  /** A request was lost that is not wanted any more: did it make a code? */
  | { do: 'look'; version: number }
  | { do: 'read'; accessCodeId: string }
  | { do: 'raise_problems'; signature: string }
  | { do: 'raise_undelivered'; signature: string }
  | { do: 'raise_deadlines'; alarms: DueAlarm[] }
  /** Runs with a live code at this door hear that the stay is in nobody's way any more. */
  | { do: 'withdraw' }
  | { do: 'end' }
  /** Epoch milliseconds; `for` is read by operators. */
  | { do: 'wait'; until: number; for: WaitReason }
  /** Nothing is left to do unless a message comes. */
  | { do: 'rest' };

export type WaitReason = 'seam' | 'change' | 'issue_window' | 'release' | 'ready' | 'departure' | 'deadline';

const HOUR = 3_600_000;
const HUMAN_PAUSE_MS = HOUR;

/** Pure: what a run does next depends on the door and the time, and on nothing it remembers besides. */
export const nextStep = (door: Door, nowMs: number): Step => {
  const said = nextToSay(door, nowMs);
  if (said) return said;
  const lost = door.lostCreates.find((create) => create.answer === 'lost' && !isAskedByCreate(door, create));
  const isSeamSilent = door.outage !== null && door.outage.askAgainAt > nowMs;
  if (lost && !isSeamSilent) return { do: 'look', version: lost.version };
  if (!isWanted(door) && door.isAnnounced) return { do: 'withdraw' };
  if (!isWanted(door) || door.isEnded)
    return lost ? { do: 'wait', until: door.outage?.askAgainAt ?? nowMs, for: 'seam' } : { do: 'rest' };
  if (isOver(door, nowMs) && !lost) return { do: 'end' };
  return (isSeamSilent ? null : nextQuestion(door, nowMs)) ?? wait(door, nowMs);
};

const nextToSay = (door: Door, nowMs: number): Step | null => {
  const problems = problemsToRaise(door, nowMs);
  if (problems !== '' && problems !== door.raised.problems)
    return { do: 'raise_problems', signature: problems };
  const undelivered = undeliveredToRaise(door);
  if (undelivered !== '' && undelivered !== door.raised.undelivered)
    return { do: 'raise_undelivered', signature: undelivered };
  const alarms = dueAlarms(door, nowMs);
  return alarms.length > 0 ? { do: 'raise_deadlines', alarms } : null;
};

// The request that is put again looks by itself.
const isAskedByCreate = (door: Door, { version }: LostCreate): boolean =>
  phaseOf(door).is === 'creating' && version === door.version;

// What was never compared with the door is, once, also where it seems over: the zone may say otherwise.
const isOver = (door: Door, nowMs: number): boolean => {
  const isUnread = phaseOf(door).is === 'validating' && door.outage === null;
  return !isUnread && endOfDoor(door) <= nowMs;
};

const nextQuestion = (door: Door, nowMs: number): Step | null => {
  const { phase } = segmentOf(door);
  const { stay } = door.wish;
  const validate: Step = { do: 'validate', stay, timeZone: door.timeZone };
  const unread = heldCodesOf(door).find((held) => held.mustReread);
  if (unread) return { do: 'read', accessCodeId: unread.code.accessCodeId };
  switch (phase.is) {
    case 'validating':
      return validate;
    case 'refused':
    case 'planned':
      if (door.mustValidate) return validate;
      return phase.is === 'planned' && !door.isHeld && epochMs(phase.plan.issueAt) <= nowMs
        ? create(door)
        : null;
    case 'needs_human':
      return door.mustValidate || triesAgainAt(phase) <= nowMs ? validate : null;
    case 'creating':
      return create(door);
    case 'serving':
      return (lookAt(door, phase.held) ?? Infinity) <= nowMs
        ? { do: 'read', accessCodeId: phase.held.code.accessCodeId }
        : null;
    case 'handled':
      // Whether the code there covers a changed stay is worth knowing all the same.
      return door.mustValidate ? validate : null;
    case 'over':
      return null;
  }
};

// An account may be fixed without a word to the run. A code for other times than were asked is for a person to judge: asking
// again would make another.
const triesAgainAt = ({ at, problems }: Extract<Phase, { is: 'refused' | 'needs_human' }>): number =>
  problems.some(({ reason }) => reason === 'seam_needs_attention') ? at + HUMAN_PAUSE_MS : Infinity;

const create = (door: Door): Step => ({
  do: 'create',
  stay: door.wish.stay,
  version: door.version,
  mayExist: door.lostCreates.some(({ version }) => version === door.version),
});

/** Null for a code that is ready: webhooks alone say when that changes. */
const lookAt = (door: Door, { code, readAt, looks }: HeldCode): number | null => {
  const found = readiness(code);
  if (found.kind === 'ready') return null;
  return nextLookAt({
    readAt,
    looks,
    wakeAt: found.kind === 'waiting' ? found.wakeAt : null,
    arrivalMs: door.times ? epochMs(door.times.arrivalAt) : null,
  });
};

/** Until the first of all that may come by itself. Depends on the door alone: asked again later, it says the same. */
const wait = (door: Door, nowMs: number): Step => {
  const { until, reason } = wakeUp(door, nowMs);
  const alarm = nextAlarmAt(door);
  const end = endOfDoor(door);
  const earliest = Math.min(...[until, alarm, end].filter((at) => at > nowMs), Infinity);
  return {
    do: 'wait',
    until: earliest,
    for: earliest === alarm ? 'deadline' : earliest === until ? reason : 'departure',
  };
};

const wakeUp = (door: Door, nowMs: number): { until: number; reason: WaitReason } => {
  if (door.outage && door.outage.askAgainAt > nowMs) return { until: door.outage.askAgainAt, reason: 'seam' };
  const { phase } = segmentOf(door);
  switch (phase.is) {
    case 'planned':
      return door.isHeld
        ? { until: Infinity, reason: 'release' }
        : { until: epochMs(phase.plan.issueAt), reason: 'issue_window' };
    case 'needs_human':
      return { until: triesAgainAt(phase), reason: 'change' };
    case 'serving':
      return {
        until: lookAt(door, phase.held) ?? Infinity,
        reason: lookAt(door, phase.held) ? 'ready' : 'departure',
      };
    case 'validating':
    case 'refused':
    case 'creating':
      return { until: Infinity, reason: 'change' };
    case 'handled':
    case 'over':
      return { until: Infinity, reason: 'departure' };
  }
};
