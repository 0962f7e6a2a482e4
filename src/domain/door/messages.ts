import { epochMs } from '../instant-text.ts';
import type { LiveCodeCause } from '../live-code.ts';
import type { Stay } from '../reservation.ts';
import { isWanted, phaseOf, planOf, segmentOf, type Door, type Phase, type StandIn } from './door.ts';
import { isReady } from './fit.ts';
import {
  giveUp,
  giveUpAll,
  isDisabled,
  overlapsOf,
  recause,
  withEachNotice,
  withHeldCodes,
  withNotice,
  withPhase,
  withStandIn,
} from './live-codes.ts';
import { rereadNeeded } from './answers.ts';
import type { Message } from './events.ts';

const NEIGHBOURS_KEPT = 50;

const isSameStay = (a: Stay, b: Stay): boolean => a.arrival === b.arrival && a.departure === b.departure;

/** What the door is wanted for from now on. What it has is compared with that when the stay's instants are known. */
export const wanted = (door: Door, stay: Stay, atMs: number): Door => {
  const isSame = isSameStay(stay, door.wish.stay);
  if (isSame && isWanted(door)) return door;
  const seeking = seekAnother(door, 'compare', atMs);
  return {
    ...withPhase(seeking, { is: 'validating' }),
    wish: { is: 'wanted', stay, since: atMs },
    epoch: door.epoch + 1,
    version: nextVersion(door),
    times: isSame ? door.times : null,
    mustValidate: true,
    isEnded: false,
    outage: door.outage && { ...door.outage, askAgainAt: atMs },
    raised: { deadlines: [], problems: '', undelivered: '' },
  };
};

/** Its codes are live from now on; a request under way may still make one. */
export const notWanted = (
  door: Door,
  { cause, stay = door.wish.stay }: Extract<Message, { is: 'not_wanted' }>,
  atMs: number,
): Door => {
  const isSame = isSameStay(stay, door.wish.stay);
  const dropped: Door = {
    ...recause(giveUpAll(door, cause, atMs), ofTheStay, cause),
    wish: { is: 'unwanted', stay, since: atMs, cause },
    times: isSame ? door.times : null,
    isEnded: false,
  };
  if (!isWanted(door)) return dropped;
  return {
    ...withPhase(dropped, { is: 'over', how: 'cancelled', code: null, plan: null }),
    epoch: door.epoch + 1,
    version: nextVersion(door),
    mustValidate: false,
    outage: door.outage && { ...door.outage, askAgainAt: atMs },
    raised: { deadlines: [], problems: '', undelivered: '' },
  };
};

// What was given up for a change of the stay is now live for another reason: there is no stay here at all.
const ofTheStay: ReadonlySet<LiveCodeCause> = new Set([
  'outlives_stay',
  'stay_changed',
  'cancelled',
  'door_dropped',
  'run_cancelled',
]);

// A request that went out took its token: what it made is told from what comes after it by the version.
const nextVersion = (door: Door): number =>
  phaseOf(door).is === 'creating' ? door.version + 1 : door.version;

/** The code in use stands in from now on. Of two, the one that works does; the other was never to be used. */
const seekAnother = (door: Door, because: StandIn['because'], atMs: number): Door => {
  const { phase, standIn } = segmentOf(door);
  if (phase.is !== 'serving')
    return standIn?.because === 'covers_part' ? withStandIn(door, { ...standIn, because }) : door;
  if (standIn && !isReady(phase.held)) {
    const cause = because === 'reissue' ? 'reissued' : 'stay_changed';
    const given = giveUp(withPhase(door, { is: 'validating' }), phase.held, cause, atMs);
    return withStandIn(given, { ...standIn, because: standIn.because === 'reissue' ? 'reissue' : because });
  }
  return withStandIn(withPhase(door, { is: 'validating' }), { held: phase.held, because });
};

/** Look again now: validate, and read the codes. Makes no second code. */
export const retry = (door: Door, atMs: number): Door => {
  const seeks = new Set<Phase['is']>(['validating', 'refused', 'needs_human', 'planned']);
  return {
    ...withHeldCodes(door, (held) => ({ ...held, mustReread: true })),
    mustValidate: door.mustValidate || (isWanted(door) && seeks.has(phaseOf(door).is)),
    outage: door.outage && { ...door.outage, askAgainAt: atMs },
  };
};

/** While it is held no code is asked for; one that exists serves on. */
export const held = (door: Door, isHeld: boolean): Door => {
  const phase = phaseOf(door);
  const isUnderWay = phase.is === 'creating' && phase.answer === 'awaited';
  const next =
    phase.is === 'creating' && !isUnderWay ? withPhase(door, { is: 'planned', plan: phase.plan }) : door;
  return { ...next, isHeld };
};

/** Somebody sees to this stay without Staykey: no code is made and no deadline raised. Another stay is another matter. */
export const handled = (door: Door, note: string, atMs: number): Door => {
  if (!isWanted(door)) return door;
  const { phase, standIn } = segmentOf(door);
  const version = nextVersion(door);
  const underHand = withPhase(door, { is: 'handled', note });
  if (phase.is !== 'serving') return { ...underHand, version };
  const given = standIn
    ? giveUp(underHand, standIn.held, 'stay_changed', atMs, phase.held.code.accessCodeId)
    : underHand;
  return { ...withStandIn(given, { held: phase.held, because: 'compare' }), version };
};

export const resume = (door: Door): Door =>
  phaseOf(door).is === 'handled' ? { ...withPhase(door, { is: 'validating' }), mustValidate: true } : door;

/** Another code for the same stay. The one there serves until the other is ready. */
export const reissue = (door: Door, atMs: number): Door => {
  const { phase, standIn } = segmentOf(door);
  if (standIn?.because === 'reissue' || (phase.is !== 'serving' && standIn === null)) return door;
  if (phase.is === 'creating' || phase.is === 'handled' || !isWanted(door)) return door;
  const plan = planOf(door);
  const seeking = seekAnother(door, 'reissue', atMs);
  const { slot, coverage, issueAt } = plan ?? {};
  const fits = plan && slot && coverage && issueAt && plan.problems.length === 0;
  const next = withPhase(
    seeking,
    fits ? { is: 'planned', plan: { ...plan, slot, coverage, issueAt } } : { is: 'validating' },
  );
  const { standIn: kept } = segmentOf(next);
  return {
    ...withStandIn(next, kept && { ...kept, because: 'reissue' }),
    epoch: door.epoch + 1,
    mustValidate: !fits,
  };
};

/** The guest says that no message came: the same codes once more, also by a way that would not take them. */
export const resend = (door: Door): Door => ({
  ...door,
  mustTellAgain: true,
  resends: door.resends + 1,
  undelivered: null,
});

export const acknowledged = (
  door: Door,
  { noticeId, option, by }: Extract<Message, { is: 'acknowledged' }>,
  atMs: number,
): Door =>
  withNotice(door, noticeId, (notice) => ({
    ...notice,
    closed: notice.closed ?? { how: 'acknowledged', option, by, at: new Date(atMs).toISOString() },
  }));

export const seamEvent = (door: Door, accessCodeId: string): Door => {
  const reread = rereadNeeded(door, accessCodeId);
  const spoken = reread.liveCodes.filter(({ code }) => code.accessCodeId === accessCodeId);
  return spoken.reduce(
    (each, { noticeId }) =>
      withNotice(each, noticeId, (notice) => ({ ...notice, mustReassess: true, askAgainAt: 0 })),
    reread,
  );
};

/**
 * Another reservation's stay at this door was planned, changed or cancelled. Notices follow at once, and one that was
 * accepted is open again when somebody new is in the code's way.
 */
export const neighbour = (
  door: Door,
  { stay, isOver }: Extract<Message, { is: 'neighbour' }>,
  atMs: number,
): Door => {
  const others = door.neighbours.filter((known) => known.stay.workflowId !== stay.workflowId);
  const heard = { ...door, neighbours: [...others, { stay, isOver }].slice(-NEIGHBOURS_KEPT) };
  return withEachNotice(heard, (notice, code) => {
    if (notice.assessment === null) return notice;
    const before = notice.assessment.overlaps;
    const overlaps = overlapsOf(heard, { cause: notice.cause, code }, before).filter(
      ({ departureAt }) => epochMs(departureAt) > atMs,
    );
    if (JSON.stringify(overlaps) === JSON.stringify(before)) return notice;
    const isNew = overlaps.some(({ workflowId }) => !before.some((known) => known.workflowId === workflowId));
    const isAccepted = notice.closed?.how === 'acknowledged' && !isDisabled(notice);
    return {
      ...notice,
      assessment: { ...notice.assessment, overlaps },
      closed: isNew && isAccepted ? null : notice.closed,
    };
  });
};
