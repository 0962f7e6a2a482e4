import type { JudgedCode, JudgedStay, Ledger, Span } from './ledger.ts';

/** How the judge reads its ledger. Its own words for what covers and what works: it shares no rule with what it judges. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** The newest thing the PMS has said and Staykey has taken. */
export const stayAt = ({ stays }: Ledger, at: number): JudgedStay | null =>
  stays.reduce<JudgedStay | null>((newest, stay) => {
    const isTaken = stay.takenAt !== null && stay.takenAt <= at;
    return isTaken && stay.revision > (newest?.revision ?? -1) ? stay : newest;
  }, null);

/** Opens a door now or later: it has a PIN, and nothing has taken it away. */
export const isLive = (code: JudgedCode, at: number): boolean =>
  code.madeAt <= at && code.endsAt > at && (code.goneAt ?? Infinity) > at && code.pins.length > 0;

export const overlaps = (code: JudgedCode, from: number, to: number): boolean =>
  code.startsAt < to && code.endsAt > from;

export const coversWhole = (code: JudgedCode, from: number, to: number): boolean =>
  code.startsAt <= from && code.endsAt >= to;

/** Seam moves an end of a stay by up to an hour. */
const ROUNDING = HOUR;

/** Would its PIN open the door for somebody who stands there then, as things are now? */
export const opensAt = (code: JudgedCode, at: number, now: number): boolean =>
  code.startsAt <= at + ROUNDING && code.endsAt > at && (code.goneAt ?? Infinity) > now;

/** The same as far as Staykey was sent word. */
export const opensAsHeard = (code: JudgedCode, at: number, now: number): boolean =>
  code.startsAt <= at + ROUNDING && code.endsAt > at && (code.goneHeardAt ?? Infinity) > now;

export const isBroken = (code: JudgedCode, at: number): boolean => (code.brokenSince ?? Infinity) <= at;

/** The code the PIN belonged to at that moment, or shortly before. */
export const codeOfPin = ({ codes }: Ledger, doorId: string, pin: string, at: number): JudgedCode | null =>
  codes.find((code) => code.doorId === doorId && pinsAround(code, at).includes(pin)) ?? null;

const pinsAround = ({ pins }: JudgedCode, at: number): string[] => {
  const known = pins.filter(({ since }) => since <= at);
  const [latest, before] = known;
  const isJustChanged = latest !== undefined && latest.since > at - MINUTE;
  return [latest, isJustChanged ? before : undefined].flatMap((entry) => entry?.pin ?? []);
};

interface Question {
  doorId: string;
  /** What they were told since counts for nothing. */
  toldBy: number;
  now: number;
  /** When they want to go in. */
  opens: number;
  does: typeof opensAt;
}

/** The guest was given a PIN that would open that door then, as far as can be known now. */
export const holdsWorkingPin = (ledger: Ledger, { doorId, toldBy, now, opens, does }: Question): boolean =>
  ledger.told
    .filter(({ at }) => at <= toldBy)
    .flatMap(({ doors }) => doors)
    .some(({ doorId: door, pin }) => {
      if (door !== doorId || pin === null) return false;
      const code = codeOfPin(ledger, doorId, pin, now);
      return (
        code !== null && does(code, opens, now) && !isBroken(code, now) && !isDisabled(ledger, code.id, now)
      );
    });

const disabling = new Set(['visit_door', 'remove_remotely', 'cancel_at_vendor', 'override_at_vendor']);

/** Staff chose to have it put out of use at the door. */
export const isDisabled = ({ levers }: Ledger, codeId: string, at: number): boolean =>
  levers.some((pulled) => pulled.codeId === codeId && pulled.at <= at && disabling.has(pulled.option ?? ''));

export const codesNamed = (text: string): string[] => text.match(/\bcode-\d+\b/g) ?? [];

/** When a time spent waiting without a worker is over. */
export const afterAbsence = (spans: readonly Span[], at: number, within: number): number =>
  spans.reduce(
    (due, { from, to }) => (from <= due + within && to + within > due ? Math.max(due, to) : due),
    at,
  );

export const clock = (at: number): string =>
  Number.isFinite(at) ? new Date(at).toISOString().replace('T', ' ').slice(0, 19) : 'never';
