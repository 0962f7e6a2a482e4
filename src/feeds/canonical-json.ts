import type { z } from 'zod';
import type { Reservation } from '../domain/reservation.ts';
import { canonicalEntry, type UnorderedEntry } from './canonical-entry.ts';
import { FeedError, type BadEntry, type Entries } from './entry.ts';
import { parseJson } from './feed-text.ts';

/**
 * Reservations as canonical JSON: an array, or an object with a `reservations` array. Fields it does not know are
 * passed over. Order in time is `revision`, else `updatedAt`.
 * @throws {FeedError} when the text as a whole is not that
 */
export const readCanonicalJson = (json: string, fileName: string): Entries => {
  const entries: Entries = { reservations: [], bad: [], repeats: [] };
  const newest = new Map<string, { reservation: Reservation; entry: number }>();

  canonicalList(parseJson(json, fileName), fileName).forEach((raw, index) => {
    const entry = index + 1;
    const reservation = readCanonicalEntry(raw, `${fileName}, entry ${entry}`);
    if ('message' in reservation) {
      entries.bad.push(reservation);
      return;
    }
    const identity = JSON.stringify([reservation.source, reservation.propertyId, reservation.reservationId]);
    const known = newest.get(identity);
    if (known) {
      const [kept, passed] =
        reservation.revision > known.reservation.revision ? [entry, known.entry] : [known.entry, entry];
      entries.repeats.push(
        `${fileName}: entry ${passed} is passed over, entry ${kept} is the same reservation and as new or newer`,
      );
      if (kept !== entry) return;
    }
    newest.set(identity, { reservation, entry });
  });

  entries.reservations = [...newest.values()].map(({ reservation }) => reservation);
  return entries;
};

/** One entry; `place` says where it stands, for people. */
export const readCanonicalEntry = (raw: unknown, place: string): Reservation | BadEntry => {
  const entry = readUnorderedEntry(raw, place);
  return 'message' in entry ? entry : { ...entry, revision: entry.revision ?? 1 };
};

/** As `readCanonicalEntry`, for who must know whether the entry says its revision. */
export const readUnorderedEntry = (raw: unknown, place: string): UnorderedEntry | BadEntry => {
  const parsed = canonicalEntry.safeParse(raw);
  return parsed.success ? parsed.data : badEntry(raw, parsed.error, place);
};

/** @throws {FeedError} */
export const canonicalList = (parsed: unknown, fileName: string): unknown[] => {
  const list = isObject(parsed) ? parsed['reservations'] : parsed;
  if (Array.isArray(list)) return list;
  throw new FeedError(
    `${fileName}: expected an array of reservations, or an object with a "reservations" array`,
  );
};

const badEntry = (raw: unknown, error: z.ZodError, place: string): BadEntry => {
  const given = isObject(raw) ? raw : {};
  const faults = error.issues.map((issue) => describe(issue, raw)).join('; ');
  return {
    source: textOrNull(given['source']),
    propertyId: textOrNull(given['propertyId']),
    reservationId: textOrNull(given['reservationId']),
    message: `${place}: ${faults}`,
  };
};

const describe = (issue: z.core.$ZodIssue, raw: unknown): string => {
  const field = issue.path.join('.') || 'the entry';
  const value = issue.path.reduce<unknown>(
    (at, key) => (isObject(at) || Array.isArray(at) ? (at as never)[key] : undefined),
    raw,
  );
  // Who the guest is stays out of logs and reports.
  const quoted = issue.path[0] === 'guest' ? '' : ` is ${quote(value)}`;
  return `${field}${quoted}: ${issue.message}`;
};

const quote = (value: unknown): string => {
  try {
    return JSON.stringify(value)?.slice(0, 200) ?? 'missing';
  } catch {
    // Text can nest deeper than can be written again.
    return 'nested too deeply';
  }
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
