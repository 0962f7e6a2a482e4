import type { JudgedNotice, Ledger } from './ledger.ts';
import {
  afterAbsence,
  clock,
  holdsWorkingPin,
  HOUR,
  isBroken,
  isDisabled,
  MINUTE,
  opensAsHeard,
  opensAt,
  stayAt,
} from './reading.ts';

export interface StoryRule {
  name: string;
  sentence: string;
  check: (ledger: Ledger, endedAt: number) => { at: number; text: string }[];
}

const GRACE = 5 * MINUTE;
/** One question to Seam may be under way for ten minutes. */
const SLACK = 15 * MINUTE;
const BEFORE = [24 * HOUR, 4 * HOUR, 0];

interface Awaited {
  doorId: string;
  arrivalAt: number;
  departureAt: number;
  from: number;
  to: number;
}

/** For each door, the times during which one and the same stay was awaited at it. */
const awaited = ({ stays }: Ledger): Awaited[] => {
  const taken = stays.filter(({ takenAt }) => takenAt !== null).sort((a, b) => a.revision - b.revision);
  const spans: Awaited[] = [];
  for (const [index, { isConfirmed, doorIds, arrivalAt, departureAt, sentAt, takenAt }] of taken.entries()) {
    const to = taken[index + 1]?.sentAt ?? Infinity;
    if (!isConfirmed) continue;
    for (const doorId of doorIds) {
      const before = spans.findLast((span) => span.doorId === doorId);
      const isSame =
        before?.arrivalAt === arrivalAt && before.departureAt === departureAt && before.to === sentAt;
      if (before && isSame) before.to = to;
      else spans.push({ doorId, arrivalAt, departureAt, from: Math.max(sentAt, takenAt ?? sentAt), to });
    }
  }
  return spans;
};

const duesOf = ({ arrivalAt, from }: Awaited): { at: number; beforeMs: number }[] => {
  const all = BEFORE.map((beforeMs) => ({ at: arrivalAt - beforeMs, beforeMs }));
  const passed = all.filter(({ at }) => at < from).at(-1);
  const ahead = all.filter(({ at }) => at >= from);
  const isOvertaken = ahead[0] !== undefined && ahead[0].at <= from + GRACE;
  return [...(passed && !isOvertaken ? [{ ...passed, at: from + GRACE }] : []), ...ahead];
};

/** Without a zone the arrival may be as early as the first place on earth has that time. */
const ZONES = 26 * HOUR;

const isRaised = (
  { notices, zonesLost, outages }: Ledger,
  { doorId, from }: Awaited,
  due: number,
  until: number,
): boolean => {
  // Of a door that can't be asked the zone may be unknown as well.
  const isGuessed =
    zonesLost.some((lost) => lost.doorId === doorId && lost.at <= due) ||
    outages.some((outage) => outage.from <= due && outage.to >= due - ZONES);
  const early = isGuessed ? ZONES : SLACK;
  return notices.some(
    ({ doorId: door, kind, at }) =>
      door === doorId && kind !== 'live_code' && at >= Math.max(from - SLACK, due - early) && at <= until,
  );
};

const isHandled = ({ levers }: Ledger, { doorId, from }: Awaited, due: number): boolean => {
  const last = levers.findLast(
    (pulled) => pulled.lever === 'markHandled' && pulled.doorId === doorId && pulled.at <= due,
  );
  return last !== undefined && last.note !== '' && last.at >= from - MINUTE;
};

const arrivalsAreRaised: StoryRule = {
  name: 'an arrival without a working code is raised in time',
  sentence:
    'A day and four hours before arrival, and at arrival, staff know of a door whose guest has no code that works.',
  check: (ledger, endedAt) =>
    awaited(ledger).flatMap((span) =>
      duesOf(span).flatMap(({ at, beforeMs }) => {
        const due = afterAbsence(ledger.workerGone, at, SLACK);
        const until = due + SLACK;
        const isMoot =
          until >= Math.min(span.to, span.departureAt, endedAt, ledger.cancelledFromUi ?? Infinity);
        // Whether a code was put out of use nobody can say.
        const isUncertain = ledger.levers.some((pulled) => pulled.isUncertain && pulled.codeId !== undefined);
        if (isMoot || isUncertain || isHandled(ledger, span, due) || isRaised(ledger, span, at, until))
          return [];
        const stands = Math.max(span.arrivalAt, due);
        const isFine =
          beforeMs > 0
            ? ledger.codes.some(
                (code) =>
                  code.doorId === span.doorId &&
                  code.madeAt <= until &&
                  code.pins.length > 0 &&
                  opensAsHeard(code, stands, until) &&
                  !isBroken(code, due) &&
                  !isDisabled(ledger, code.id, due),
              )
            : holdsWorkingPin(ledger, {
                doorId: span.doorId,
                toldBy: until,
                now: until,
                opens: stands,
                does: opensAsHeard,
              });
        if (isFine) return [];
        const text = `${span.doorId}: due ${clock(due)}, arrival ${clock(span.arrivalAt)}, nothing was raised`;
        return [{ at: until, text }];
      }),
    ),
};

const saysNoCode = ({ kind, text }: JudgedNotice): boolean =>
  kind === 'deadline' && /no working code/i.test(text);

const noFalseAlarms: StoryRule = {
  name: 'nobody hears of no working code while one works',
  sentence: 'No deadline is raised for a door whose guest holds a PIN that opens it.',
  check: (ledger) =>
    ledger.notices.filter(saysNoCode).flatMap(({ at, doorId, text }) => {
      const stay = stayAt(ledger, at);
      const isChanging = ledger.stays.some(({ sentAt }) => sentAt <= at && sentAt > at - MINUTE);
      // Whom a cancelled run told, the next one can't know.
      const isHandedOver = ledger.cancelledFromUi !== null && ledger.cancelledFromUi <= at;
      // When Seam took a code's end away nobody can say any more.
      const isEndless = ledger.codes.some((code) => code.doorId === doorId && !Number.isFinite(code.endsAt));
      if (!stay?.isConfirmed || doorId === null || isChanging || isHandedOver || isEndless) return [];
      const stands = Math.max(stay.arrivalAt, at);
      const holdsOne = holdsWorkingPin(ledger, {
        doorId,
        toldBy: at - MINUTE,
        now: at,
        opens: stands,
        does: opensAt,
      });
      if (stands >= stay.departureAt || !holdsOne) return [];
      return [{ at, text: `${doorId}, at ${clock(at)}: ${text.slice(0, 160)}` }];
    }),
};

export const deadlineRules: StoryRule[] = [arrivalsAreRaised, noFalseAlarms];
