import { z } from 'zod';
import type { reservationFields } from '../feeds/canonical-entry.ts';
import { accessStatus, key, optionName, plan, problem, reservationState } from './state-contract.ts';

export { reservationState, type ReservationStateView } from './state-contract.ts';

/**
 * What goes over the wire, for server and client alike. Instants are UTC, ISO 8601, unless a name says `local`. Where a
 * field is plain text rather than a list of words, new words may come.
 */

/** The canonical entry (docs/reservations.md) without its three ids, and with `revision` or `updatedAt` given. */
export type ReservationBody = z.input<typeof reservationFields>;
/** For a dry run the order in time does not matter. */
export type ValidateBody = ReservationBody;

// Misspelt names are refused in queries and levers: passed over, they would widen what is asked for.
const plainText = z
  .string()
  .trim()
  .min(1)
  .refine(
    (value) => value.isWellFormed() && !/\p{Cc}/u.test(value),
    'expected text without control characters',
  );
// Temporal's SQL stores escape these two and do not take the escape back: they would find nothing, in silence.
const lookedUp = plainText.refine(
  (value) => !/["\\]/.test(value),
  'expected text without double quotes and backslashes: Temporal can’t look for them',
);
const instant = z.iso.datetime({ offset: true });
// In a query every value is text.
const wholeNumber = (most: number, least = 0) =>
  z
    .stringFormat('whole number', /^\d{1,16}$/)
    .transform(Number)
    .pipe(z.int().min(least).max(most));

/**
 * Answer of PUT and DELETE (200, or 201 for `started`). `known`: this very revision was known already; repeating is
 * safe.
 */
export const applied = z.object({
  outcome: z.enum(['started', 'changed', 'known']),
  state: reservationState,
});
export type Applied = z.output<typeof applied>;

/** 202: kept durably for the run, but no worker has said what became of it. Ask again with GET, or repeat. */
export const queued = z.object({
  outcome: z.literal('queued'),
  ...key,
  revision: z.int(),
  message: z.string(),
});
export type Queued = z.output<typeof queued>;

/** Of DELETE: the revision of the cancellation, or when it was made; one of the two. */
export const cancelQuery = z.strictObject({
  revision: wholeNumber(Number.MAX_SAFE_INTEGER).optional(),
  updatedAt: instant.optional(),
});
export type CancelQuery = { revision: number } | { updatedAt: string };

/** Of the list. All given conditions must hold. */
export const listQuery = z.strictObject({
  property: lookedUp.optional(),
  status: z.enum([...accessStatus.options, 'over']).optional(),
  /** `any`, or the one thing that needs a human: a problem's reason, `live_code`, `unreachable`, `undelivered`. */
  attention: lookedUp.optional(),
  /** Instants, from inclusive, to exclusive. */
  arrivesFrom: instant.optional(),
  arrivesTo: instant.optional(),
  /** A Seam device id. */
  door: lookedUp.optional(),
  /** `next` of an earlier answer to the same question. */
  cursor: plainText.max(4096).optional(),
  limit: wholeNumber(200, 1).default(50),
});
export type ListQuery = Partial<z.output<typeof listQuery>>;

/** Newest first, as the list store has them: it lags behind by a moment. A reservation that ran twice is there twice. */
export const reservationList = z.object({
  reservations: z.array(
    z.object({
      ...key,
      /** `over`: its run has ended. */
      status: z.enum([...accessStatus.options, 'over']),
      /** What a human must decide first; null while nothing waits for one. */
      attention: z.string().nullable(),
      /** Null while no zone is known. */
      arrivalAt: z.string().nullable(),
      departureAt: z.string().nullable(),
      doorIds: z.array(z.string()),
    }),
  ),
  /** The cursor of the next page; null on the last. */
  next: z.string().nullable(),
});
export type ReservationList = z.output<typeof reservationList>;

/** A dry run: what each door would be asked for as Seam describes it now. Nothing is made. */
export const validated = z.object({
  ...key,
  /** Every door would get a code. */
  isPossible: z.boolean(),
  doors: z.array(z.object({ doorId: z.string(), plan })),
});
export type Validated = z.output<typeof validated>;

/** Of `retry`, `hold`, `release` and `resend`: one door, or all. */
export const doorOrAll = z.strictObject({ doorId: plainText.optional() });
export type DoorOrAll = z.output<typeof doorOrAll>;
/** Of `reissue`. */
export const oneDoor = z.strictObject({ doorId: plainText });
export type OneDoor = z.output<typeof oneDoor>;
/** Of `acknowledge`; `by` is the name of the token where it is left out. */
export const acknowledgement = z.strictObject({
  noticeId: plainText,
  option: optionName,
  by: plainText.optional(),
});
export type AcknowledgementBody = z.output<typeof acknowledgement>;
/** Of `handled`; an empty note takes it back. */
export const handled = z.strictObject({ doorId: plainText, note: z.string().trim().max(1000) });
export type Handled = z.output<typeof handled>;

/** Answer of `reissue`. */
export const reissued = z.object({
  /** Which code stays live until when, and what happens next: on a held or handled door no code is made yet. */
  warning: z.string(),
  state: reservationState,
});
export type Reissued = z.output<typeof reissued>;

/** The one answer with PINs. */
export const accessCodes = z.object({
  ...key,
  accessCodes: z.array(
    z.object({
      doorId: z.string(),
      accessCodeId: z.string(),
      /** Text: `*`, `#` and leading zeros belong to it. Null where Seam has none (yet, or any more). */
      pin: z.string().nullable(),
      /** `serves`: the one to use. `unwanted`: it opens the door, and should not. */
      role: z.enum(['serves', 'unwanted']),
      startsAt: z.string().nullable(),
      endsAt: z.string().nullable(),
    }),
  ),
});
export type AccessCodes = z.output<typeof accessCodes>;

/** Of the doors: the property whose policy counts. */
export const doorQuery = z.strictObject({ property: plainText.optional() });
export type DoorQuery = z.output<typeof doorQuery>;

export const doorParams = z.object({ doorId: plainText });

/** What can be promised for a door before anybody books it. */
export const door = z.object({
  doorId: z.string(),
  name: z.string(),
  isOracode: z.boolean(),
  canProgramOfflineAccessCodes: z.boolean(),
  timeZone: z.string().nullable(),
  isWireless: z.boolean().nullable(),
  timeSlots: z.array(
    z.object({
      userLevelId: z.string().nullable(),
      name: z.string(),
      /** As Seam writes them, such as `16:00:00[America/Los_Angeles]`. */
      checkIn: z.string().nullable(),
      checkOut: z.string().nullable(),
      isDayBound: z.boolean(),
      /** Staykey may choose it: no master, one-shot or biweekly level, and readable. */
      isUsable: z.boolean(),
    }),
  ),
  /** What keeps the door from having offline codes at all. */
  problems: z.array(problem),
  /** Slots whose times can't be read. */
  notices: z.array(problem),
  /** Common stays of three nights, held against the door. */
  standardTimes: z.array(
    z.object({
      /** Wall clock, `HH:MM`. */
      arrival: z.string(),
      departure: z.string(),
      isServed: z.boolean(),
      slot: z.string().nullable(),
      localStart: z.string().nullable(),
      localEnd: z.string().nullable(),
      problems: z.array(problem),
      notices: z.array(problem),
    }),
  ),
});
export type DoorView = z.output<typeof door>;
export const doorList = z.object({ doors: z.array(door) });
export type DoorList = z.output<typeof doorList>;

/** `/readyz`: 200 when all parts it needs are there, else 503. */
export const readiness = z.object({
  status: z.enum(['ready', 'not_ready']),
  /** `worker` is told, and not needed: what is sent meanwhile is kept. */
  parts: z.object({ temporal: z.string(), worker: z.string() }),
});
export type Readiness = z.output<typeof readiness>;

/** RFC 9457, `application/problem+json`: every answer from 400 up. */
export const problemDetails = z.object({
  /** Stable: `urn:staykey:problem:` and a word of docs/api.md. */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** The path asked for. */
  instance: z.string(),
  requestId: z.string(),
  /** One for each thing that is wrong with the request. */
  errors: z
    .array(
      z.object({
        in: z.enum(['path', 'query', 'body', 'header']),
        /** JSON pointer into it, such as `/doors/0`. */
        pointer: z.string(),
        /** Quotes what was given, except of a guest, and says what was expected. */
        detail: z.string(),
      }),
    )
    .optional(),
  /** With `stale-revision`: the revision that is followed. */
  revision: z.int().optional(),
});
export type ProblemDetails = z.output<typeof problemDetails>;
