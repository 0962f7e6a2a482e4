import { z } from 'zod';
import { longestWorkflowId, reservationWorkflowId } from '../domain/ids.ts';
import type { Reservation, ReservationKey } from '../domain/reservation.ts';
import { parseLocalDateTime } from '../domain/wall-clock.ts';
import { isKnownZone } from '../domain/zone-clock.ts';

// Half a surrogate pair has no place in a URL or a workflow id, and PostgreSQL takes no NUL.
const text = z
  .string()
  .trim()
  .min(1)
  .refine((value) => value.isWellFormed(), { message: 'expected well-formed text', abort: true })
  .refine((value) => !/\p{Cc}/u.test(value), 'expected no control characters');
// Runs are looked up by their doors, and Temporal's stores can't look for these (docs/decisions.md).
const doorId = text.refine((value) => !/["\\]/.test(value), 'expected a Seam device id');
const LOCAL_TIME = 'a lock-local time without offset, such as 2026-12-01T16:00';
const localDateTime = z
  .string(`expected ${LOCAL_TIME}`)
  .refine((value) => parseLocalDateTime(value) !== null, `expected ${LOCAL_TIME}`)
  .transform((value) => value.replace(' ', 'T'));

// Runs are listed by their doors, and Temporal takes 2 KiB for one search attribute.
const MOST_BYTES_OF_DOORS = 2_000;
const fitOneAttribute = (doors: string[]): boolean =>
  Buffer.byteLength(JSON.stringify(doors)) <= MOST_BYTES_OF_DOORS;

const identity = { source: text, propertyId: text, reservationId: text };
const tooLong = {
  path: ['reservationId'],
  message: `expected source, propertyId and reservationId to make a workflow id of at most ${longestWorkflowId} characters`,
};
const fits = (key: ReservationKey): boolean => reservationWorkflowId(key).length <= longestWorkflowId;

/** What a PMS calls its reservation. */
export const reservationKey = z.object(identity).refine(fits, tooLong);

/** What a PMS says of a reservation, apart from its identity. Unknown fields are passed over. */
export const reservationFields = z.object({
  revision: z.int().min(0).optional(),
  updatedAt: z.iso.datetime({ offset: true }).optional(),
  status: z.enum(['confirmed', 'cancelled']).default('confirmed'),
  arrival: localDateTime,
  departure: localDateTime.nullable().default(null),
  timeZone: z.string().refine(isKnownZone, 'expected an IANA zone, such as Europe/Berlin').optional(),
  doors: z
    .array(doorId)
    .min(1, 'expected at least one Seam device id')
    .refine(fitOneAttribute, `expected ids of at most ${MOST_BYTES_OF_DOORS} bytes together`),
  guest: z
    .object({
      name: z.string().optional(),
      email: z.email().optional(),
      phone: z.string().optional(),
      language: z.string().optional(),
    })
    .default({}),
});

export const canonicalEntry = z
  .object({ ...identity, ...reservationFields.shape })
  .refine(fits, tooLong)
  .transform(({ source, propertyId, reservationId, ...fields }) =>
    toUnordered({ source, propertyId, reservationId }, fields),
  );

/** An entry as it is: without `revision` where it has nothing that orders it. */
export interface UnorderedEntry extends Omit<Reservation, 'revision'> {
  revision?: number;
}

/** Order in time is `revision`, else `updatedAt`; with neither it is 1. */
export const toReservation = (key: ReservationKey, fields: ReservationFields): Reservation => {
  const entry = toUnordered(key, fields);
  return { ...entry, revision: entry.revision ?? 1 };
};

const toUnordered = (
  key: ReservationKey,
  { status, arrival, departure, timeZone, doors, revision, updatedAt, guest }: ReservationFields,
): UnorderedEntry => ({
  ...key,
  status,
  ...(timeZone === undefined ? {} : { timeZone }),
  ...orderOf(revision, updatedAt),
  stay: { arrival, departure },
  doorIds: [...new Set(doors)],
  guest: Object.fromEntries(Object.entries(guest).filter(([, value]) => value !== undefined)),
});

const orderOf = (revision: number | undefined, updatedAt: string | undefined): { revision?: number } => {
  if (revision !== undefined) return { revision };
  return updatedAt === undefined ? {} : { revision: Date.parse(updatedAt) };
};

type ReservationFields = z.output<typeof reservationFields>;
