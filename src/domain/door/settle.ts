import { isWanted, phaseOf, planOf, segmentOf, type Door, type HeldCode, type StandIn } from './door.ts';
import { fitOf, isReady, outlivesStay } from './fit.ts';
import {
  giveUp,
  reclaim,
  reclaimable,
  recause,
  withOutlivesNotice,
  withoutOldNotices,
  withPhase,
  withStandIn,
} from './live-codes.ts';

/**
 * What follows from what is known, whatever happened last: codes are compared with the stay's own instants, one that covers
 * serves, one that covers a part serves until its end or until the next is ready, and any other is given up.
 */
export const settle = (door: Door, atMs: number): Door => {
  const isComparable = isWanted(door) && !door.isEnded && door.times !== null;
  const steps = isComparable ? comparing : [];
  return withoutOldNotices(
    steps.reduce((each, step) => step(each, atMs), door),
    atMs,
  );
};

const coverageOf = (door: Door) => planOf(door)?.coverage ?? null;

const compareStandIn = (door: Door, atMs: number): Door => {
  const { phase, standIn } = segmentOf(door);
  if (!standIn || door.times === null || phase.is === 'serving' || phase.is === 'over') return door;
  switch (fitOf(standIn.held.code, door.times, coverageOf(door))) {
    case 'covers':
      return phase.is === 'handled' || phase.is === 'creating' || standIn.because === 'reissue'
        ? noticeStandIn(door, standIn, atMs)
        : serve(withStandIn(door, null), standIn.held);
    case 'covers_part':
      return noticeStandIn(
        door,
        { ...standIn, because: standIn.because === 'compare' ? 'covers_part' : standIn.because },
        atMs,
      );
    case 'does_not':
      return giveUp(
        withStandIn(door, null),
        standIn.held,
        standIn.because === 'reissue' ? 'reissued' : 'stay_changed',
        atMs,
      );
  }
};

/** Whoever stays until it ends, others may be behind the door before that. */
const noticeStandIn = (door: Door, standIn: StandIn, atMs: number): Door => {
  const noticed = outliving(door, standIn.held, atMs);
  return withStandIn(noticed.door, { ...standIn, held: noticed.held });
};

/** Plans changed back, or a code was found late: it serves instead of another being made. */
const takeBack = (door: Door, atMs: number): Door => {
  const { phase, standIn } = segmentOf(door);
  const isSeeking =
    phase.is === 'validating' ||
    phase.is === 'refused' ||
    phase.is === 'needs_human' ||
    phase.is === 'planned';
  const isUnderHand = phase.is === 'handled' && standIn === null;
  if (!(isSeeking || isUnderHand) || standIn?.because === 'reissue') return door;
  const live = reclaimable(door, 'covers', coverageOf(door), atMs);
  if (!live) return takeBackPart(door, atMs);
  const { door: reclaimed, held } = reclaim(door, live, atMs);
  return isUnderHand ? withStandIn(reclaimed, { held, because: 'compare' }) : serve(reclaimed, held);
};

/** The guest knows its PIN, and it opens the door for a part of the stay: better than none. */
const takeBackPart = (door: Door, atMs: number): Door => {
  if (segmentOf(door).standIn !== null) return door;
  const known = { ...door, liveCodes: door.liveCodes.filter(({ wasDelivered }) => wasDelivered) };
  const live = reclaimable(known, 'covers_part', coverageOf(door), atMs);
  if (!live) return door;
  const { door: reclaimed, held } = reclaim(door, live, atMs);
  return noticeStandIn(reclaimed, { held, because: 'covers_part' }, atMs);
};

const serve = (door: Door, held: HeldCode): Door => ({
  ...withPhase(door, { is: 'serving', plan: planOf(door), held }),
  raised: { ...door.raised, problems: '' },
});

// The stay that was cancelled, that had left this door or was over is wanted here: what was given up for that doesn't fit it.
const recauseWanted = (door: Door): Door =>
  recause(door, new Set(['cancelled', 'door_dropped', 'run_cancelled', 'outlives_stay']), 'stay_changed');

/** Seam may change a code's times, or make it for others than were asked. */
const recheckServing = (door: Door, atMs: number): Door => {
  const phase = phaseOf(door);
  if (phase.is !== 'serving' || door.times === null) return door;
  const { held, plan } = phase;
  const fit = fitOf(held.code, door.times, plan?.coverage ?? null);
  if (fit === 'covers') return door;
  const { accessCodeId, startsAt, endsAt } = held.code;
  const wanted = plan?.coverage ?? { startsAt: door.times.arrivalAt, endsAt: door.times.departureAt };
  const message = `Code ${accessCodeId} works from ${startsAt ?? 'an unknown time'} to ${endsAt ?? 'an unknown time'}, but the stay needs ${wanted.startsAt} to ${wanted.endsAt}.`;
  const stuck = withPhase(door, {
    is: 'needs_human',
    problems: [{ reason: 'code_differs_from_plan', message }],
    plan,
    at: atMs,
  });
  const { standIn } = segmentOf(door);
  if (fit === 'does_not') return giveUp(stuck, held, 'stay_changed', atMs);
  return standIn
    ? giveUp(stuck, held, 'stay_changed', atMs)
    : withStandIn(stuck, { held, because: 'covers_part' });
};

/** The code that stood in has done its service once the segment's own opens the door. */
const replaceStandIn = (door: Door, atMs: number): Door => {
  const { phase, standIn } = segmentOf(door);
  if (phase.is !== 'serving' || !standIn || !isReady(phase.held)) return door;
  const cause = standIn.because === 'reissue' ? 'reissued' : 'stay_changed';
  return giveUp(withStandIn(door, null), standIn.held, cause, atMs, phase.held.code.accessCodeId);
};

/** A code in use that outlives its stay gets a notice, which is settled while the stay is as long as the code. */
const noticeOutliving = (door: Door, atMs: number): Door => {
  const phase = phaseOf(door);
  if (phase.is !== 'serving' || door.times === null) return door;
  const noticed = outliving(door, phase.held, atMs);
  return withPhase(noticed.door, { ...phase, held: noticed.held });
};

const outliving = (door: Door, held: HeldCode, atMs: number): { door: Door; held: HeldCode } => {
  const outlives = door.times !== null && outlivesStay(held.code, door.times, coverageOf(door));
  const noticed = outlives ? withOutlivesNotice(door, held) : { door, held };
  return { door: noticed.door, held: withOutlives(noticed.held, outlives, atMs) };
};

// Staff who know of it are told again only when something else in it has changed.
const withOutlives = (held: HeldCode, isSo: boolean, atMs: number): HeldCode => {
  const { outlives } = held;
  if (!outlives) return held;
  if (isSo)
    return outlives.closed?.how === 'serves_again'
      ? { ...held, outlives: { ...outlives, closed: null } }
      : held;
  return {
    ...held,
    outlives: {
      ...outlives,
      closed: outlives.closed ?? { how: 'serves_again', at: new Date(atMs).toISOString() },
    },
  };
};

/** In this order: what serves is known before it is asked what it replaces. */
const comparing: ((door: Door, atMs: number) => Door)[] = [
  compareStandIn,
  takeBack,
  recauseWanted,
  recheckServing,
  replaceStandIn,
  noticeOutliving,
];
