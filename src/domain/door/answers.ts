import type { AccessCode } from '../access-code.ts';
import { epochMs } from '../instant-text.ts';
import type { LiveCodeCause } from '../live-code.ts';
import type { Plan } from '../plan.ts';
import type { Problem } from '../problem.ts';
import type { Stay } from '../reservation.ts';
import {
  heldCodeOf,
  heldCodesOf,
  isWanted,
  phaseOf,
  segmentOf,
  type Door,
  type FittingPlan,
  type HeldCode,
  type LostCreate,
  type Problems,
  type StayInstants,
} from './door.ts';
import type { Answer } from './events.ts';
import { endOf, hasExpired, isReady } from './fit.ts';
import {
  addFound,
  isDisabled,
  newlyHeld,
  overlapsOf,
  versionOf,
  withTokenTaken,
  withHeldCodes,
  withNotice,
  withPhase,
  withStandIn,
} from './live-codes.ts';

type Of<Kind extends Answer['is']> = Extract<Answer, { is: Kind }>;

const MINUTE = 60_000;

const isForThisStay = ({ wish }: Door, stay: Stay | undefined): boolean =>
  wish.is === 'wanted' && stay?.arrival === wish.stay.arrival && stay.departure === wish.stay.departure;

/** What a plan says of the door itself, whatever becomes of the stay. */
const learned = (door: Door, plan: Plan, stay: Stay): Door => ({
  ...withTimes(door, isForThisStay(door, stay) ? timesOf(plan) : null),
  outage: null,
  name: plan.doorName ?? door.name,
  timeZone: plan.timeZone ?? door.timeZone,
  isAnnounced: door.isAnnounced || timesOf(plan) !== null,
});

/** From when on a code that outlives the stay is in anybody's way depends on when that ends. */
const withTimes = (door: Door, times: StayInstants | null): Door => {
  if (times === null) return door;
  const isNews = door.times?.departureAt !== times.departureAt;
  const reassessed = (held: HeldCode): HeldCode => ({
    ...held,
    outlives: held.outlives && { ...held.outlives, mustReassess: true },
  });
  return { ...(isNews ? withHeldCodes(door, reassessed) : door), times };
};

const timesOf = ({ arrivalAt, departureAt }: Plan): StayInstants | null =>
  arrivalAt !== null && departureAt !== null ? { arrivalAt, departureAt } : null;

export const validated = (door: Door, { stay, plan }: Of<'validated'>, atMs: number): Door => {
  if (!isForThisStay(door, stay)) return door;
  const known = learned(door, plan, stay);
  const phase = phaseOf(known);
  if (phase.is === 'handled' || phase.is === 'serving' || phase.is === 'over') return known;
  return planned(known, plan, atMs);
};

const planned = (door: Door, plan: Plan, atMs: number): Door => {
  const fitting = fittingPlan(plan);
  if (fitting) return withPhase(door, { is: 'planned', plan: fitting });
  const [first, ...rest] = plan.problems;
  return first ? stuck(door, [first, ...rest], plan, atMs) : withPhase(door, { is: 'validating' });
};

const fittingPlan = (plan: Plan): FittingPlan | null => {
  const { slot, coverage, issueAt, problems } = plan;
  return slot && coverage && issueAt && problems.length === 0 ? { ...plan, slot, coverage, issueAt } : null;
};

const stuck = (door: Door, problems: Problems, plan: Plan | null, at: number): Door =>
  withPhase(door, {
    is: problems.some(({ reason }) => reason === 'seam_needs_attention') ? 'needs_human' : 'refused',
    problems,
    plan,
    at,
  });

export const unanswered = (
  door: Door,
  { reason, askAgainAt, stay, times }: Omit<Of<'unanswered'>, 'is'>,
): Door => ({
  ...withTimes(door, isForThisStay(door, stay) ? (times ?? null) : null),
  mustValidate: door.mustValidate || isForThisStay(door, stay),
  outage: { reason, askAgainAt, failures: (door.outage?.failures ?? 0) + 1 },
});

export const issued = (door: Door, { stay, version, outcome }: Of<'issued'>, atMs: number): Door => {
  const { plan, code, strays, unknown, notices, mayExist } = outcome;
  const phase = phaseOf(door);
  if (phase.is !== 'creating' || version !== door.version || !isForThisStay(door, stay)) {
    const found = [...(code ? [code] : []), ...strays, ...unknown];
    const known = learned(door, plan, stay);
    if (mayExist) return createLost(known, { version }, atMs);
    return looked(known, { version, found }, atMs);
  }
  const known = learned(door, plan, stay);
  const resolved = withLost(known, version, afterAnswer(outcome, atMs));
  const isNew =
    code !== null && !heldCodesOf(door).some((held) => held.code.accessCodeId === code.accessCodeId);
  const serving = isNew
    ? withPhase(
        { ...withTokenTaken(resolved, code), version: version + 1, undelivered: null },
        {
          is: 'serving',
          plan,
          held: withReading(newlyHeld(code, { coverage: plan.coverage, notices, readAt: atMs }), code, atMs),
        },
      )
    : code !== null || strays.length > 0
      ? planned({ ...resolved, version: version + 1 }, plan, atMs)
      : planned(resolved, plan, atMs);
  const withStrays = addFound(serving, strays, code ? 'made_twice' : 'stay_changed', atMs);
  return unknown.reduce(
    (each, other) => addFound(each, [other], causeOfUnknown(each, other), atMs),
    withStrays,
  );
};

const afterAnswer = (
  { mayExist, wasUnanswered }: Of<'issued'>['outcome'],
  atMs: number,
): Omit<LostCreate, 'version'> | null => {
  if (mayExist) return { answer: 'lost', looks: 0, lookAt: atMs };
  return wasUnanswered ? { answer: 'listed_late', looks: 0, lookAt: atMs + MINUTE } : null;
};

const withLost = (door: Door, version: number, lost: Omit<LostCreate, 'version'> | null): Door => ({
  ...door,
  lostCreates: [
    ...door.lostCreates.filter((other) => other.version !== version),
    ...(lost ? [{ version, ...lost }] : []),
  ],
});

/** Nobody knows whether it made a code. */
export const createLost = (
  door: Door,
  { version, reason, askAgainAt }: { version: number; reason?: string; askAgainAt?: number },
  atMs: number,
): Door => {
  const phase = phaseOf(door);
  const lost = withLost(door, version, { answer: 'lost', looks: 0, lookAt: atMs });
  const asked =
    reason && askAgainAt !== undefined
      ? { ...lost, outage: { reason, askAgainAt, failures: (door.outage?.failures ?? 0) + 1 } }
      : lost;
  if (phase.is !== 'creating' || version !== door.version) return asked;
  return withPhase(asked, door.isHeld ? { is: 'planned', plan: phase.plan } : { ...phase, answer: 'lost' });
};

const LATE_LOOKS_MS = [MINUTE, 10 * MINUTE, 60 * MINUTE];

/** Codes with the token of one request. Seam may list what it made later still: a few more looks, ever later. */
export const looked = (door: Door, { version, found }: Omit<Of<'looked'>, 'is'>, atMs: number): Door => {
  const before = door.lostCreates.find((lost) => lost.version === version);
  const looks = before?.answer === 'listed_late' ? before.looks + 1 : 0;
  const pauseMs = LATE_LOOKS_MS[looks];
  const lost =
    before && pauseMs !== undefined
      ? ({ answer: 'listed_late', looks, lookAt: atMs + pauseMs } as const)
      : null;
  const resolved = { ...withLost(door, version, lost), outage: null };
  const isTaken = found.length > 0 && version === door.version;
  const [first, ...twins] = found;
  const cause = causeOfFound(door, version);
  const added = addFound(
    { ...resolved, version: isTaken ? version + 1 : door.version },
    first ? [first] : [],
    cause,
    atMs,
  );
  return addFound(added, twins, cause === 'stay_changed' ? 'made_twice' : cause, atMs);
};

// This run asked for every version below its own; what is above was made by one of before.
const causeOfUnknown = (door: Door, code: AccessCode): LiveCodeCause =>
  versionOf(code) < door.version ? 'stay_changed' : 'earlier_run';

const causeOfFound = (door: Door, version: number): LiveCodeCause => {
  if (version === 0) return 'earlier_run';
  if (door.wish.is === 'unwanted') return door.wish.cause;
  const held = heldCodeOf(door);
  return held && versionOf(held.code) === version ? 'made_twice' : 'stay_changed';
};

export const rereadNeeded = (door: Door, accessCodeId: string, isNeeded = true): Door =>
  withHeldCodes(door, (held) =>
    held.code.accessCodeId === accessCodeId ? { ...held, mustReread: isNeeded } : held,
  );

/** What Seam says now of a code in use. Null: it no longer knows it. */
export const readAgain = (door: Door, { accessCodeId, code }: Of<'read'>, atMs: number): Door => {
  const isIt = (held: HeldCode) => held.code.accessCodeId === accessCodeId;
  if (!heldCodesOf(door).some(isIt)) return door;
  const heard = { ...door, outage: null };
  if (code === null) return forget(heard, accessCodeId, atMs);
  return withHeldCodes(heard, (held) => (isIt(held) ? withReading(held, code, atMs) : held));
};

const withReading = (held: HeldCode, code: AccessCode, atMs: number): HeldCode => {
  // Whoever was given another PIN before has none that works.
  const wasTold = held.wasTold && code.pinMark === held.code.pinMark;
  const next = { ...held, code, wasTold, readAt: atMs };
  return isReady(next)
    ? { ...next, looks: 0, readySince: held.readySince ?? atMs }
    : { ...next, looks: held.looks + 1, readySince: null };
};

/** Whether the guest may get another is for a human to say. */
const forget = (door: Door, accessCodeId: string, atMs: number): Door => {
  const { phase, standIn } = segmentOf(door);
  // Seam forgets what has expired. That the guest had it until then still counts.
  if (standIn?.held.code.accessCodeId === accessCodeId)
    return hasExpired(standIn.held.code, atMs) ? door : withStandIn(door, null);
  if (phase.is !== 'serving') return door;
  if (hasExpired(phase.held.code, atMs))
    return withPhase(door, { ...phase, held: { ...phase.held, readAt: atMs, looks: phase.held.looks + 1 } });
  const problem: Problem = {
    reason: 'code_gone',
    message: `Seam no longer has code ${accessCodeId}: it may have been removed outside Staykey. Retry to make another.`,
  };
  return stuck(door, [problem], phase.plan, atMs);
};

/** What a live code means, as Seam and the other reservations have it now. */
export const assessed = (door: Door, { noticeId, code, assessment }: Of<'assessed'>, atMs: number): Door => {
  const outliving = heldCodesOf(door).find(({ outlives }) => outlives?.noticeId === noticeId);
  if (outliving && code === null)
    return readAgain(door, { is: 'read', accessCodeId: outliving.code.accessCodeId, code: null }, atMs);
  const live = door.liveCodes.find((each) => each.noticeId === noticeId);
  const current = live?.code ?? outliving?.code;
  if (!current) return door;
  const cause = live?.cause ?? 'outlives_stay';
  const overlaps = overlapsOf(door, { cause, code: code ?? current }, assessment.overlaps).filter(
    ({ departureAt }) => epochMs(departureAt) > atMs,
  );
  const how = hasExpired(current, atMs) ? 'expired' : 'gone';
  // Whoever accepted it did so for the end it had.
  const isLonger = code !== null && endOf(code) > endOf(current);
  const noticed = withNotice(door, noticeId, (notice) => ({
    ...notice,
    assessment: { ...assessment, overlaps },
    askAgainAt: 0,
    closed:
      code === null
        ? (notice.closed ?? { how, at: new Date(atMs).toISOString() })
        : isLonger && notice.closed?.how === 'acknowledged' && !isDisabled(notice)
          ? null
          : notice.closed,
  }));
  return {
    ...noticed,
    name: door.name ?? assessment.doorName,
    liveCodes: noticed.liveCodes.map((each) =>
      each.noticeId === noticeId && code ? { ...each, code } : each,
    ),
  };
};

export const told = (door: Door, { accessCodeId, pinMark, isSameGuest }: Of<'told'>, atMs: number): Door => {
  const marked = withHeldCodes(door, (held) =>
    held.code.accessCodeId === accessCodeId
      ? { ...held, wasTold: true, outlives: held.outlives && { ...held.outlives, wasDelivered: true } }
      : held,
  );
  return {
    ...marked,
    liveCodes: marked.liveCodes.map((live) =>
      live.code.accessCodeId === accessCodeId ? { ...live, wasDelivered: true } : live,
    ),
    told: { accessCodeId, pinMark, at: new Date(atMs).toISOString() },
    undelivered: null,
    mustTellAgain: isSameGuest ? false : door.mustTellAgain,
  };
};

export const notTold = (door: Door, { accessCodeId, pinMark, how, by }: Of<'not_told'>): Door =>
  isWanted(door) ? { ...door, undelivered: { accessCodeId, pinMark, how, by } } : door;
