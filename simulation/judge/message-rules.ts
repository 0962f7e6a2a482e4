import type { StoryRule } from './deadline-rules.ts';
import type { JudgedNotice } from './ledger.ts';
import {
  afterAbsence,
  clock,
  codeOfPin,
  codesNamed,
  coversWhole,
  HOUR,
  isBroken,
  isDisabled,
  isLive,
  MINUTE,
  overlaps,
  stayAt,
} from './reading.ts';

const pinsOpen: StoryRule = {
  name: 'a PIN that is sent opens the door',
  sentence:
    'No guest is sent a PIN that does not open the door in their stay, was given up, or was put out of use.',
  check: (ledger) =>
    ledger.told.flatMap(({ at, arrivalAt, departureAt, doors }) =>
      doors.flatMap(({ doorId, pin }) => {
        // What was decided in a run that was cancelled the next one can't know.
        const isHandedOver = ledger.cancelledFromUi !== null && ledger.cancelledFromUi <= at;
        if (pin === null || isHandedOver) return [];
        const code = codeOfPin(ledger, doorId, pin, at);
        const wrong = (why: string) => [
          { at, text: `${code?.id ?? 'a PIN'} for ${doorId} at ${clock(at)}: ${why}` },
        ];
        if (!code) return wrong('no code there has it');
        if ((code.goneAt ?? Infinity) <= at - MINUTE) return wrong('the code was gone');
        if (!overlaps(code, arrivalAt, departureAt)) return wrong('it does not open in the stay');
        if (isDisabled(ledger, code.id, at - MINUTE)) return wrong('staff had it put out of use');
        const isGivenUp = ledger.notices.some(
          ({ at: sentAt, kind, cause, text }) =>
            sentAt < at - MINUTE &&
            kind === 'live_code' &&
            (cause === 'reissued' || cause === 'made_twice') &&
            codesNamed(text).includes(code.id),
        );
        return isGivenUp ? wrong('it was given up') : [];
      }),
    ),
};

const issuedIsIssued: StoryRule = {
  name: 'another code was issued only when it was',
  sentence: 'A notice says that another code was issued only once Seam has it.',
  check: (ledger) =>
    ledger.notices.flatMap(({ at, text, doorId }) => {
      if (!text.includes('Another code was issued')) return [];
      const [old] = codesNamed(text).flatMap((id) => ledger.codes.filter((code) => code.id === id));
      const isThere = ledger.codes.some(
        (code) => code.doorId === doorId && code.madeAt > (old?.madeAt ?? 0) && code.madeAt <= at,
      );
      return isThere ? [] : [{ at, text: `${doorId} at ${clock(at)}: ${text.slice(0, 160)}` }];
    }),
};

const LONGEST_ON_ITS_WAY = 2 * HOUR;

const oneCodeForOneWish: StoryRule = {
  name: 'one code for one wish',
  sentence:
    'No second code for the same door and times, unless one was asked for or an answer of Seam was lost.',
  check: (ledger) =>
    ledger.codes.flatMap((code) => {
      const twin = ledger.codes.find(
        (other) =>
          other !== code &&
          // Seam took the end away later: the two may have been for other times.
          Number.isFinite(code.endsAt) &&
          other.doorId === code.doorId &&
          other.madeAt <= code.madeAt &&
          other.startsAt === code.startsAt &&
          other.endsAt === code.endsAt &&
          isLive(other, code.madeAt) &&
          other.brokenSince === null,
      );
      if (!twin) return [];
      // A request that was given up may be done the better part of an hour later.
      const between = ({ at }: { at: number }) => at >= twin.madeAt - HOUR && at <= code.madeAt;
      const isAsked = ledger.levers.some(
        (pulled) => between(pulled) && pulled.lever === 'reissue' && pulled.doorId === code.doorId,
      );
      const isExcused =
        isAsked ||
        // What was sent may take effect long after nobody waits for it.
        ledger.lostAnswers.some(({ at }) => at >= twin.madeAt - LONGEST_ON_ITS_WAY && at <= code.madeAt) ||
        ledger.workerGone.some(({ from, to }) => from <= code.madeAt && to >= twin.madeAt - MINUTE) ||
        isDisabled(ledger, twin.id, code.madeAt);
      return isExcused ? [] : [{ at: code.madeAt, text: `${code.id} is like ${twin.id} at ${code.doorId}` }];
    }),
};

const newsIsNotDropped: StoryRule = {
  name: 'what is new is not dropped',
  sentence: 'A revision that is newer than all the others is never answered as old news.',
  check: ({ answers, stays }) =>
    answers.flatMap(({ at, revision, outcome }) => {
      const isRepeated = stays.some((stay) => stay.revision === revision && stay.isRepeated);
      const isNewest = !isRepeated && stays.every((stay) => stay.revision <= revision || stay.sentAt > at);
      return outcome === 'dropped' && isNewest ? [{ at, text: `revision ${revision} was dropped` }] : [];
    }),
};

const noRunEndsEarly: StoryRule = {
  name: 'no run ends while its stay lies ahead',
  sentence: 'No run completes before the departure of the newest confirmed stay.',
  check: (ledger) =>
    ledger.closings.flatMap(({ at, how }) => {
      const stay = stayAt(ledger, at);
      // What was sent and not answered yet may be what it ended with.
      const isUnderWay = ledger.stays.some(
        ({ sentAt, takenAt }) => sentAt <= at && (takenAt ?? Infinity) > at,
      );
      // After a run that was cancelled nobody knows which revision was the newest.
      const isHandedOver = ledger.cancelledFromUi !== null && ledger.cancelledFromUi <= at;
      if (
        isHandedOver ||
        isUnderWay ||
        how === 'cancelled' ||
        !stay?.isConfirmed ||
        stay.departureAt <= at + MINUTE
      )
        return [];
      return [{ at, text: `${how} at ${clock(at)}, the guest leaves at ${clock(stay.departureAt)}` }];
    }),
};

const cancelledInOrder: StoryRule = {
  name: 'a run cancelled from the UI closes in order',
  sentence: 'Before a cancelled run closes, staff are sent a notice of each code that still opens a door.',
  check: (ledger) =>
    ledger.closings
      .filter(
        ({ at, how }) =>
          how === 'cancelled' || (ledger.cancelledFromUi !== null && at >= ledger.cancelledFromUi),
      )
      .flatMap(({ at }) =>
        ledger.codes
          .filter((code) => isLive(code, at) && code.madeAt < at - MINUTE)
          .filter(
            ({ id }) =>
              !ledger.notices.some(({ kind, text }) => kind === 'live_code' && codesNamed(text).includes(id)),
          )
          .map(({ id, doorId }) => ({
            at,
            text: `${id} at ${doorId} is live and staff were not sent a notice`,
          })),
      ),
};

const raisedWithoutSeam: StoryRule = {
  name: 'a live code is raised whether Seam answers or not',
  sentence:
    'Within an hour of a cancellation staff are sent a notice of each code it leaves, in an outage too.',
  check: (ledger, endedAt) =>
    ledger.stays
      .filter(({ isConfirmed, takenAt }) => !isConfirmed && takenAt !== null)
      .flatMap(({ takenAt, revision }) => {
        const from = takenAt ?? 0;
        // Whoever comes back needs some minutes for what has piled up.
        const until = afterAbsence(ledger.workerGone, from + HOUR, HOUR) + 15 * MINUTE;
        const isOvertaken = ledger.stays.some((other) => other.revision > revision && other.sentAt <= until);
        const isHandedOver = ledger.cancelledFromUi !== null && ledger.cancelledFromUi <= until;
        if (isOvertaken || isHandedOver || until >= endedAt || stayAt(ledger, until)?.revision !== revision)
          return [];
        return (
          ledger.codes
            .filter((code) => code.madeAt < from - HOUR && isLive(code, from) && isLive(code, until))
            .filter(({ id }) => !ledger.notices.some(isOfLiveCode(id, until)))
            // Whoever noted a decision before the message went out knows.
            .filter(
              ({ id }) =>
                !ledger.levers.some(({ lever, codeId }) => lever === 'acknowledge' && codeId === id),
            )
            .map(({ id, doorId }) => ({ at: until, text: `${id} at ${doorId}, cancelled at ${clock(from)}` }))
        );
      }),
};

const isOfLiveCode =
  (id: string, until: number) =>
  ({ kind, text, at }: JudgedNotice): boolean =>
    kind === 'live_code' && at <= until && codesNamed(text).includes(id);

const givenUpWhenReplaced: StoryRule = {
  name: 'a good code is given up once another works',
  sentence:
    'No notice asks staff to deal with a code that covers the stay and that the guest was sent, while no other opens the door.',
  check: (ledger) =>
    ledger.notices.flatMap(({ at, kind, cause, text, doorId }) => {
      if (kind !== 'live_code' || (cause !== 'reissued' && cause !== 'stay_changed')) return [];
      const stay = stayAt(ledger, at);
      const isChanging = ledger.stays.some(({ sentAt }) => sentAt <= at && sentAt > at - 10 * MINUTE);
      const isHandedOver = ledger.cancelledFromUi !== null && ledger.cancelledFromUi <= at;
      if (!stay?.isConfirmed || isChanging || isHandedOver || doorId === null) return [];
      if (!stay.doorIds.includes(doorId) || stay.departureAt <= Math.max(at, stay.arrivalAt)) return [];
      return codesNamed(text)
        .slice(0, 1)
        .flatMap((id) => ledger.codes.filter((code) => code.id === id))
        .filter((code) => code.doorId === doorId && isLive(code, at) && !isBroken(code, at))
        .filter((code) => (code.setAt ?? Infinity) <= at && !isDisabled(ledger, code.id, at))
        .filter((code) => coversWhole(code, stay.arrivalAt, stay.departureAt))
        .filter(
          (code) =>
            !ledger.codes.some(
              (other) =>
                other !== code &&
                other.doorId === doorId &&
                (other.setAt ?? Infinity) <= at &&
                overlaps(other, stay.arrivalAt, stay.departureAt),
            ),
        )
        .map(({ id }) => ({ at, text: `${id} at ${doorId}, given up at ${clock(at)}: ${cause}` }));
    }),
};

export const messageRules: StoryRule[] = [
  raisedWithoutSeam,
  givenUpWhenReplaced,
  pinsOpen,
  issuedIsIssued,
  oneCodeForOneWish,
  newsIsNotDropped,
  noRunEndsEarly,
  cancelledInOrder,
];
