import type { JudgedCode, JudgedDoor, JudgedState, Ledger } from './ledger.ts';
import {
  HOUR,
  MINUTE,
  clock,
  codesNamed,
  coversWhole,
  isBroken,
  isDisabled,
  isLive,
  overlaps,
  stayAt,
} from './reading.ts';

/** What holds whenever nothing is under way: nobody has said anything for a while, Seam answers, and a worker is up. */
interface Moment {
  now: number;
  ledger: Ledger;
  /** Null once no run follows the reservation. */
  state: JudgedState | null;
}

export interface MomentRule {
  name: string;
  sentence: string;
  check: (moment: Moment) => string[];
}

const listed = (state: JudgedState | null, codeId: string) =>
  (state?.doors ?? [])
    .flatMap(({ liveCodes }) => liveCodes)
    .filter((live) => live.codeId === codeId && (live.closed === null || live.closed === 'acknowledged'));

const isServing = (state: JudgedState | null, { id }: JudgedCode): boolean =>
  (state?.doors ?? []).some(({ codeId, standInId }) => codeId === id || standInId === id);

/** Somebody stays behind that door, and this is the code that lets them in. */
const isWanted = ({ ledger, state, now }: Moment, code: JudgedCode): boolean => {
  const stay = stayAt(ledger, now);
  return (
    stay !== null &&
    stay.isConfirmed &&
    stay.doorIds.includes(code.doorId) &&
    // A slot may close up to an hour after the departure.
    stay.departureAt + HOUR > now &&
    isServing(state, code) &&
    overlaps(code, stay.arrivalAt, stay.departureAt)
  );
};

const unwantedHaveNotice: MomentRule = {
  name: 'a live code nobody wants has one notice',
  sentence:
    'Each code that opens a door and that nobody wants has exactly one open notice, and staff were sent it.',
  check: (moment) => {
    const { ledger, state, now } = moment;
    // A run that was cancelled from the UI hands its codes over to people.
    if (ledger.cancelledFromUi !== null) return [];
    return ledger.codes
      .filter((code) => isLive(code, now) && !isWanted(moment, code))
      .flatMap((code) => {
        const open = listed(state, code.id).length;
        const isSent = ledger.notices.some(
          ({ kind, text }) => kind === 'live_code' && codesNamed(text).includes(code.id),
        );
        // Whoever noted a decision before the message went out knows.
        const isDecided = ledger.levers.some(
          ({ lever, codeId }) => lever === 'acknowledge' && codeId === code.id,
        );
        if (open === 1 && (isSent || isDecided)) return [];
        const ends = `at ${code.doorId} until ${clock(code.endsAt)}`;
        return [`${code.id} ${ends}: ${open} open notices, ${isSent ? '' : 'not '}sent to staff`];
      });
  },
};

const servingIsNotGivenUp: MomentRule = {
  name: 'a code that serves is not given up',
  sentence: 'No notice says that a code is not wanted while it is the one the guest shall use.',
  check: (moment) =>
    moment.ledger.codes
      .filter((code) => isLive(code, moment.now) && isWanted(moment, code))
      .flatMap((code) =>
        listed(moment.state, code.id)
          .filter(({ cause, closed }) => closed === null && cause !== 'outlives_stay')
          .map(({ cause }) => `${code.id} serves at ${code.doorId} and has a notice: ${cause}`),
      ),
};

const causesAreTrue: MomentRule = {
  name: 'the cause of a notice is true now',
  sentence: 'What a notice says of why a code is not wanted is so at this moment.',
  check: ({ ledger, state, now }) => {
    const stay = stayAt(ledger, now);
    // Why a code of a stay that is over is live is told once and for all.
    if (!stay || stay.departureAt <= now) return [];
    return (state?.doors ?? []).flatMap((door) =>
      door.liveCodes.flatMap(({ codeId, cause, closed }) => {
        const code = ledger.codes.find(({ id }) => id === codeId);
        if (closed !== null || !code || !isLive(code, now)) return [];
        const isNamed = stay.isConfirmed && stay.doorIds.includes(door.doorId);
        const isTrue =
          {
            cancelled: !stay.isConfirmed,
            door_dropped: stay.isConfirmed && !isNamed,
            outlives_stay: isNamed && code.endsAt > stay.departureAt,
            stay_changed: isNamed,
          }[cause] ?? true;
        if (isTrue) return [];
        const says = stay.isConfirmed ? `confirmed for ${stay.doorIds.length} doors` : 'cancelled';
        return [`${codeId} at ${door.doorId}: the notice says ${cause}, the stay is ${says}`];
      }),
    );
  },
};

const waiting = new Set(['on_hold', 'handled_by_hand', 'handled']);

const goodCodesAreKept: MomentRule = {
  name: 'a code that covers the stay is kept',
  sentence:
    'Where a code covers the whole stay and nobody put it out of use, the door is served by such a code.',
  check: ({ ledger, state, now }) => {
    const stay = stayAt(ledger, now);
    if (ledger.cancelledFromUi !== null) return [];
    const isSense = stay !== null && stay.departureAt > Math.max(now, stay.arrivalAt);
    if (!state || !stay?.isConfirmed || !isSense) return [];
    return stay.doorIds.flatMap((doorId) => {
      const door = state.doors.find((known) => known.doorId === doorId);
      if (!door || waiting.has(door.state)) return [];
      const good = ledger.codes.filter(
        (code) =>
          code.doorId === doorId &&
          isLive(code, now) &&
          coversWhole(code, stay.arrivalAt, stay.departureAt) &&
          !isBroken(code, now) &&
          !isDisabled(ledger, code.id, now) &&
          !isReplaced(ledger, code),
      );
      const isServed = ledger.codes.some(
        (code) =>
          (code.id === door.standInId || code.id === door.codeId) &&
          // A slot may open or close up to an hour inside the stay.
          coversWhole(code, stay.arrivalAt + HOUR, stay.departureAt - HOUR),
      );
      if (good.length === 0 || isServed) return [];
      return [
        `${good.map(({ id }) => id).join(', ')} would do at ${doorId}, which is ${door.state} with ${door.codeId}`,
      ];
    });
  },
};

const isReplaced = ({ levers }: Ledger, { doorId, madeAt }: JudgedCode): boolean =>
  levers.some((pulled) => pulled.lever === 'reissue' && pulled.doorId === doorId && pulled.at >= madeAt);

const newestIsFollowed: MomentRule = {
  name: 'the run follows the newest revision',
  sentence: 'Whatever was accepted takes effect; where a stay lies ahead, a run is there for it.',
  check: ({ ledger, state, now }) => {
    const stay = stayAt(ledger, now);
    if (!stay || ledger.cancelledFromUi !== null) return [];
    if (state) {
      const { revision } = state;
      return revision === stay.revision
        ? []
        : [`it follows revision ${revision}, the newest is ${stay.revision}`];
    }
    if (!stay.isConfirmed || stay.departureAt <= now) return [];
    return [`no run, and the stay of revision ${stay.revision} ends at ${clock(stay.departureAt)}`];
  },
};

const moving = new Set(['validating', 'creating']);

const doorsSettle: MomentRule = {
  name: 'every door comes to rest',
  sentence: 'Minutes after Seam answers again, no door is still being validated or made a code for.',
  check: ({ ledger, state, now }) => {
    const stay = stayAt(ledger, now);
    if (!stay?.isConfirmed || stay.departureAt <= now) return [];
    const isMoving = ({ doorId, state: at }: JudgedDoor) => stay.doorIds.includes(doorId) && moving.has(at);
    return (state?.doors ?? []).filter(isMoving).map(({ doorId, state: at }) => `${doorId} is ${at}`);
  },
};

const overlapsAreTrue: MomentRule = {
  name: 'the overlaps of a notice are true now',
  sentence:
    'A notice names the stays that its code would open the door of, and no others, and staff were told how grave it is.',
  check: ({ ledger, state, now }) =>
    (state?.doors ?? []).flatMap((door) =>
      door.liveCodes.flatMap(({ codeId, closed, cause, overlaps: named }) => {
        const code = ledger.codes.find(({ id }) => id === codeId);
        if (closed !== null || !code || !isLive(code, now)) return [];
        const stay = stayAt(ledger, now);
        const from = cause === 'outlives_stay' && stay ? stay.departureAt : code.startsAt;
        const met = ledger.neighbours
          .filter(
            ({ doorId, cancelledAt, departureAt }) =>
              doorId === door.doorId && cancelledAt === null && departureAt > now,
          )
          .filter(({ arrivalAt, departureAt }) => arrivalAt < code.endsAt && departureAt > from)
          .map(({ reservationId }) => reservationId);
        const isSame = [...met].sort().join() === [...new Set(named)].sort().join();
        if (!isSame)
          return [
            `${codeId} overlaps ${met.join(', ') || 'nobody'}, the notice says ${named.join(', ') || 'nobody'}`,
          ];
        const sent = ledger.notices.filter(
          ({ kind, text }) => kind === 'live_code' && codesNamed(text).includes(codeId),
        );
        const isTooQuiet = met.length > 0 && sent.at(-1)?.severity !== 'high';
        return isTooQuiet
          ? [`${codeId} overlaps ${met.join(', ')}, and staff were told ${sent.at(-1)?.severity}`]
          : [];
      }),
    ),
};

const acceptedIsReopened: MomentRule = {
  name: 'a notice is open again when a neighbour books',
  sentence:
    'Whoever accepted a live code is asked again when another stay is booked that it would open the door of.',
  check: ({ ledger, state, now }) =>
    (state?.doors ?? []).flatMap((door) =>
      door.liveCodes.flatMap(({ codeId, closed, cause }) => {
        const code = ledger.codes.find(({ id }) => id === codeId);
        const accepted = ledger.levers.findLast((pulled) => pulled.codeId === codeId);
        if (closed !== 'acknowledged' || !code || !accepted || isDisabled(ledger, codeId, now)) return [];
        const stay = stayAt(ledger, now);
        const from = cause === 'outlives_stay' && stay ? stay.departureAt : code.startsAt;
        return ledger.neighbours
          .filter(({ doorId, cancelledAt }) => doorId === door.doorId && cancelledAt === null)
          .filter(({ bookedAt, departureAt }) => bookedAt > accepted.at && departureAt > Math.max(now, from))
          .filter(({ arrivalAt }) => arrivalAt < code.endsAt)
          .map(({ reservationId }) => `${codeId} was accepted before ${reservationId} was booked`);
      }),
    ),
};

const reissuedIsMade: MomentRule = {
  name: 'a reissue makes another code',
  sentence: 'Where somebody was told that another code is made, the door is not ready with an older one.',
  check: ({ ledger, state, now }) => {
    const stay = stayAt(ledger, now);
    if (!stay?.isConfirmed) return [];
    return (state?.doors ?? []).flatMap(({ doorId, codeId, state: at }) => {
      const asked = ledger.levers.findLast(
        (pulled) => pulled.doorId === doorId && (pulled.says ?? '').includes('until the new one is ready'),
      );
      const code = ledger.codes.find(({ id }) => id === codeId);
      if (!asked || !code || at !== 'ready') return [];
      // Another stay is another matter: a code given up before may fit that.
      const isChanged = ledger.stays.some(({ sentAt, takenAt }) => (takenAt ?? sentAt) >= asked.at - MINUTE);
      if (isChanged || code.madeAt >= asked.at) return [];
      return [`${doorId} is ready with ${code.id}, made before another was asked for at ${clock(asked.at)}`];
    });
  },
};

const overIsNotListed: MomentRule = {
  name: 'a run is found by the codes that matter',
  sentence: 'Operators find a run by the codes in use and by those that still open a door, and by no others.',
  check: ({ ledger, state, now }) => {
    if (!state || state.doors.some(({ state: at }) => moving.has(at))) return [];
    const wanted = new Set(
      state.doors.flatMap(({ codeId, standInId, liveCodes }) => [
        codeId,
        standInId,
        ...liveCodes
          .filter(({ closed }) => closed === null || closed === 'acknowledged')
          .map((live) => live.codeId),
      ]),
    );
    const isOver = (id: string) => ledger.codes.some((code) => code.id === id && !isLive(code, now));
    return state.listedCodes
      .filter((id) => !wanted.has(id) && isOver(id))
      .map((id) => `${id} is over, and the run is still found by it`);
  },
};

export const momentRules: MomentRule[] = [
  unwantedHaveNotice,
  servingIsNotGivenUp,
  causesAreTrue,
  goodCodesAreKept,
  newestIsFollowed,
  doorsSettle,
  overlapsAreTrue,
  acceptedIsReopened,
  reissuedIsMade,
  overIsNotListed,
];
