import type { AccessCode } from '../access-code.ts';
import { epochMs } from '../instant-text.ts';
import {
  disablingOptions,
  type LiveCode,
  type LiveCodeCause,
  type LiveCodeNotice,
  type Overlap,
} from '../live-code.ts';
import {
  CLOSED_NOTICES_KEPT,
  heldCodesOf,
  segmentOf,
  type Door,
  type HeldCode,
  type Phase,
  type StandIn,
} from './door.ts';
import { fitOf, hasExpired, type Fit } from './fit.ts';

/** What becomes of codes that exist: given up, taken back, found late. None is ever dropped while it opens the door. */

export const withPhase = (door: Door, phase: Phase): Door => ({
  ...door,
  segments: [{ ...segmentOf(door), phase }],
});

export const withStandIn = (door: Door, standIn: StandIn | null): Door => ({
  ...door,
  segments: [{ ...segmentOf(door), standIn }],
});

export const newlyHeld = (code: AccessCode, parts: Partial<HeldCode> & { readAt: number }): HeldCode => ({
  code,
  coverage: null,
  wasTold: false,
  notices: [],
  looks: 0,
  readySince: null,
  mustReread: false,
  outlives: null,
  ...parts,
});

const newNotice = (door: Door, { accessCodeId }: AccessCode, cause: LiveCodeCause): LiveCodeNotice => ({
  noticeId: `${accessCodeId}/${door.notices + 1}`,
  cause,
  wasDelivered: false,
  replacedBy: null,
  assessment: null,
  closed: null,
  mustReassess: true,
  askAgainAt: 0,
  raised: '',
  timesRaised: 0,
});

/** The code isn't wanted any more and opens the door all the same: it gets its notice, or keeps the one it has. */
export const giveUp = (
  door: Door,
  held: HeldCode,
  cause: LiveCodeCause,
  atMs: number,
  replacedBy: string | null = null,
): Door => {
  const { code } = held;
  if (hasExpired(code, atMs)) return door;
  const notice = held.outlives ?? newNotice(door, code, cause);
  const live: LiveCode = {
    ...notice,
    cause,
    code,
    coverage: held.coverage,
    replacedBy,
    wasDelivered: held.wasTold,
    closed: isDisabled(notice) || notice.cause === cause ? notice.closed : null,
    mustReassess: true,
  };
  return {
    ...door,
    notices: held.outlives ? door.notices : door.notices + 1,
    liveCodes: [...door.liveCodes, live],
  };
};

/** Gives up every code in use. */
export const giveUpAll = (door: Door, cause: LiveCodeCause, atMs: number): Door => {
  const codes = heldCodesOf(door);
  return codes.reduce((each, held) => giveUp(each, held, cause, atMs), withStandIn(door, null));
};

/** Codes Seam has and the run doesn't know. */
export const addFound = (
  door: Door,
  found: readonly AccessCode[],
  cause: LiveCodeCause,
  atMs: number,
): Door => {
  const known = new Set([
    ...heldCodesOf(door).map(({ code }) => code.accessCodeId),
    ...door.liveCodes.map(({ code }) => code.accessCodeId),
  ]);
  return found
    .filter(({ accessCodeId }) => !known.has(accessCodeId))
    .reduce(
      (each, code) => withTokenTaken(giveUp(each, newlyHeld(code, { readAt: atMs }), cause, atMs), code),
      door,
    );
};

/** Of the token in a code's name; 0 for a name that is not ours. */
export const versionOf = ({ name }: AccessCode): number => Number(/ #(\d+)$/.exec(name)?.[1] ?? 0);

/** The next code of this door must not be taken for one that exists. */
export const withTokenTaken = (door: Door, code: AccessCode): Door => ({
  ...door,
  version: Math.max(door.version, versionOf(code) + 1),
});

/** The code of a notice that staff chose to take out of use at the door or at the vendor. */
export const isDisabled = ({ closed }: LiveCodeNotice): boolean =>
  closed?.how === 'acknowledged' && disablingOptions.has(closed.option);

const isStillLive = ({ closed }: LiveCodeNotice): boolean => closed === null || closed.how === 'acknowledged';

/** A code given up before that fits the stay as it is now. Not one that was replaced on purpose or disabled. */
export const reclaimable = (
  door: Door,
  fit: Fit,
  coverage: Parameters<typeof fitOf>[2],
  atMs: number,
): LiveCode | null => {
  const { times } = door;
  if (times === null) return null;
  const fitting = door.liveCodes.filter(
    (live) =>
      isStillLive(live) &&
      !isDisabled(live) &&
      !neverReclaimed.has(live.cause) &&
      !hasExpired(live.code, atMs) &&
      fitOf(live.code, times, coverage) === fit,
  );
  // The one whose PIN the guest knows saves a message and a second PIN.
  return fitting.find(({ wasDelivered }) => wasDelivered) ?? fitting[0] ?? null;
};

// Replaced on purpose, or never meant to be.
const neverReclaimed: ReadonlySet<LiveCodeCause> = new Set(['reissued', 'made_twice']);

/** It serves again, and its notice is settled. */
export const reclaim = (door: Door, live: LiveCode, atMs: number): { door: Door; held: HeldCode } => ({
  door: withNotice(door, live.noticeId, (notice) => ({
    ...notice,
    closed: { how: 'serves_again', at: new Date(atMs).toISOString() },
  })),
  held: newlyHeld(live.code, {
    coverage: live.coverage,
    wasTold: live.wasDelivered,
    readAt: atMs,
    mustReread: true,
  }),
});

/** Changes notices, wherever they are kept. */
export const withEachNotice = (
  door: Door,
  change: (notice: LiveCodeNotice, code: AccessCode) => LiveCodeNotice,
): Door =>
  withHeldCodes(
    { ...door, liveCodes: door.liveCodes.map((live) => ({ ...live, ...change(live, live.code) })) },
    (held) => (held.outlives ? { ...held, outlives: change(held.outlives, held.code) } : held),
  );

export const withNotice = (
  door: Door,
  noticeId: string,
  change: (notice: LiveCodeNotice) => LiveCodeNotice,
): Door => withEachNotice(door, (notice) => (notice.noticeId === noticeId ? change(notice) : notice));

export const withHeldCodes = (door: Door, change: (held: HeldCode) => HeldCode): Door => {
  const { phase, standIn } = segmentOf(door);
  return {
    ...door,
    segments: [
      {
        phase: phase.is === 'serving' ? { ...phase, held: change(phase.held) } : phase,
        standIn: standIn && { ...standIn, held: change(standIn.held) },
      },
    ],
  };
};

export const withOutlivesNotice = (door: Door, held: HeldCode): { door: Door; held: HeldCode } =>
  held.outlives
    ? { door, held }
    : {
        door: { ...door, notices: door.notices + 1 },
        held: {
          ...held,
          outlives: { ...newNotice(door, held.code, 'outlives_stay'), wasDelivered: held.wasTold },
        },
      };

/** A cause that no longer holds is replaced, and who accepted the old one is asked again. */
export const recause = (door: Door, from: ReadonlySet<LiveCodeCause>, to: LiveCodeCause): Door => ({
  ...door,
  liveCodes: door.liveCodes.map((live) =>
    isStillLive(live) && !isDisabled(live) && from.has(live.cause) && live.cause !== to
      ? { ...live, cause: to, closed: null, mustReassess: true }
      : live,
  ),
});

/** Which of these stays are at the door while the code opens it and isn't wanted. */
export const overlapsOf = (
  door: Door,
  { cause, code }: Pick<LiveCode, 'cause' | 'code'>,
  known: readonly Overlap[],
): Overlap[] => {
  const from = inTheWayFrom(door, { cause, code });
  const isInTheWay = ({ arrivalAt, departureAt }: Overlap) =>
    (code.endsAt === null || epochMs(arrivalAt) < epochMs(code.endsAt)) &&
    (from === null || epochMs(departureAt) > epochMs(from));
  const said = new Map(door.neighbours.map(({ stay, isOver }) => [stay.workflowId, isOver ? null : stay]));
  const others = known.filter(({ workflowId }) => !said.has(workflowId));
  return [...others, ...[...said.values()].filter((stay) => stay !== null)]
    .filter(isInTheWay)
    .sort((a, b) => a.arrivalAt.localeCompare(b.arrivalAt));
};

export const withoutPastOverlaps = (notice: LiveCodeNotice, atMs: number): LiveCodeNotice => ({
  ...notice,
  assessment: notice.assessment && {
    ...notice.assessment,
    overlaps: notice.assessment.overlaps.filter(({ departureAt }) => epochMs(departureAt) > atMs),
  },
});

/** From when on the code is in anybody's way, UTC: one that only outlives its stay is in nobody's before that ends. */
export const inTheWayFrom = (door: Door, { cause, code }: Pick<LiveCode, 'cause' | 'code'>): string | null =>
  cause === 'outlives_stay' ? (door.times?.departureAt ?? code.startsAt) : code.startsAt;

/** Closed notices whose code opens nothing any more leave, all but the last few. */
export const withoutOldNotices = (door: Door, atMs: number): Door => {
  const isOver = (live: LiveCode) => !isStillLive(live) || hasExpired(live.code, atMs);
  const closed = door.liveCodes.filter((live) => live.closed !== null && isOver(live));
  if (closed.length <= CLOSED_NOTICES_KEPT) return door;
  const leaving = new Set(closed.slice(0, closed.length - CLOSED_NOTICES_KEPT));
  return { ...door, liveCodes: door.liveCodes.filter((live) => !leaving.has(live)) };
};
