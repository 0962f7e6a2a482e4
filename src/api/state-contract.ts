import { z } from 'zod';

export const problem = z.object({ reason: z.string(), message: z.string() });
const coverage = z.object({
  startsAt: z.string(),
  endsAt: z.string(),
  /** The lock's own wall clock, ISO 8601 with offset. */
  localStart: z.string(),
  localEnd: z.string(),
  timeZone: z.string(),
});
/** What a door would be asked for, or why not. Either `problems` is empty, or `slot` and `coverage` are null. */
export const plan = z.object({
  problems: z.array(problem),
  notices: z.array(problem),
  slot: z
    .object({
      userLevelId: z.string().nullable(),
      name: z.string(),
      maxTimeRounding: z.enum(['1hour', '1day']),
    })
    .nullable(),
  coverage: coverage.nullable(),
  arrivalAt: z.string().nullable(),
  departureAt: z.string().nullable(),
  /** From when the code may be made. */
  issueAt: z.string().nullable(),
});

/** A code without its PIN. */
const accessCode = z.object({
  accessCodeId: z.string(),
  startsAt: z.string().nullable(),
  endsAt: z.string().nullable(),
  /** Seam's own word: `unset`, `setting`, `set`, `removing`, `unknown`. */
  status: z.string(),
  hasPin: z.boolean(),
  userLevelId: z.string().nullable(),
  userLevelName: z.string().nullable(),
  errors: z.array(z.object({ code: z.string(), message: z.string() })),
  pending: z.array(z.object({ code: z.string(), scheduledAt: z.string().nullable() })),
});

export const optionName = z.enum([
  'cancel_at_vendor',
  'change_at_vendor',
  'override_at_vendor',
  'remove_remotely',
  'visit_door',
  'let_expire',
]);

/** A code that opens the door, is not wanted as it is, and can't be deleted. */
const liveCode = z.object({
  noticeId: z.string(),
  code: accessCode,
  /**
   * `stay_changed`, `cancelled`, `door_dropped`, `run_cancelled`, `reissued`, `made_twice`, `outlives_stay`,
   * `earlier_run`.
   */
  cause: z.string(),
  severity: z.enum(['low', 'medium', 'high']),
  text: z.string(),
  wasDelivered: z.boolean(),
  /** What `acknowledge` may choose from, best first. */
  options: z.array(z.object({ name: optionName, text: z.string() })),
  /** Null while it is open. */
  closed: z
    .object({
      how: z.enum(['acknowledged', 'gone', 'expired', 'serves_again']),
      at: z.string(),
      option: optionName.optional(),
      by: z.string().optional(),
    })
    .nullable(),
});

const doorState = z.enum([
  'validating',
  'refused',
  'needs_human',
  'not_yet_due',
  'creating',
  'waiting_until_ready',
  'ready',
  'on_hold',
  'handled_by_hand',
  'cancelled',
  'completed',
]);

export const accessStatus = z.enum([
  'needs_attention',
  'in_progress',
  'planned',
  'ready',
  'cancelled',
  'completed',
]);

export const key = { source: z.string(), propertyId: z.string(), reservationId: z.string() };

/** Where every door of a reservation stands. Holds no PIN and nothing of the guest. */
export const reservationState = z.object({
  ...key,
  revision: z.int(),
  /** Lock-local wall clock. */
  stay: z.object({ arrival: z.string(), departure: z.string().nullable() }),
  /** That of its worst door. */
  status: accessStatus,
  doors: z.array(
    z.object({
      doorId: z.string(),
      state: doorState,
      why: z.string(),
      problems: z.array(problem),
      notices: z.array(problem),
      plan: plan.nullable(),
      code: accessCode.nullable(),
      /** An earlier code that serves until the new one is ready, or for the part of the stay it covers. */
      standIn: accessCode.nullable(),
      liveCodes: z.array(liveCode),
      /** The code the guest was told of last. */
      delivered: z.object({ accessCodeId: z.string(), at: z.string() }).nullable(),
      /**
       * How the last message about the code failed; null where it didn't. `unreachable`: there is no way to reach guest or
       * PMS. `failing`: it is tried again. `refused`: it is not.
       */
      undelivered: z
        .object({ how: z.enum(['unreachable', 'failing', 'refused']), by: z.array(z.string()) })
        .nullable(),
      /** When Seam is asked again; only while it gives no answer. */
      askedAgainAt: z.string().optional(),
    }),
  ),
});
export type ReservationStateView = z.output<typeof reservationState>;
